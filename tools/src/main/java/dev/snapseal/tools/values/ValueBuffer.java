package dev.snapseal.tools.values;

import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A copy of one value at a time, on the heap, where ciphers can work. Belongs to one thread.
///
/// Holds at most [ValueTransformers#VALUE_MAX_BYTES]: of a larger value the beginning.
public final class ValueBuffer implements AutoCloseable {
  private static final int END_BYTES = 512;

  private byte[] bytes = new byte[1 << 14];
  private int length;
  private long valueLength;

  /// Replaces what is held by the value of a record.
  public void load(RevisionRecord record) {
    makeRoom(record.valueLength());
    record.copyValue(bytes, length);
  }

  /// Replaces what is held by a value.
  public void load(MemorySegment value) {
    makeRoom(value.byteSize());
    MemorySegment.copy(value, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
  }

  /// Replaces what is held by both ends of a record's value: the prefix, and the last blocks of a
  /// ciphertext. Between them stands anything.
  public void loadEnds(RevisionRecord record) {
    makeRoom(record.valueLength());
    if (length <= 2 * END_BYTES) {
      record.copyValue(bytes, length);
    } else {
      record.copyValue(bytes, END_BYTES);
      record.copyValue(length - END_BYTES, bytes, length - END_BYTES, END_BYTES);
    }
  }

  private void makeRoom(long newLength) {
    valueLength = newLength;
    length = (int) Math.min(valueLength, ValueTransformers.VALUE_MAX_BYTES);
    if (length > bytes.length) {
      Arrays.fill(bytes, (byte) 0);
      int doubled = Math.min(bytes.length * 2, ValueTransformers.VALUE_MAX_BYTES);
      bytes = new byte[Math.max(length, doubled)];
    }
  }

  /// The array that holds the value from its first byte on, among other bytes.
  public byte[] bytes() {
    return bytes;
  }

  /// Bytes held.
  public int length() {
    return length;
  }

  /// Whether all of the value is held.
  public boolean isWhole() {
    return valueLength <= length;
  }

  /// The length, if the whole value is held.
  ///
  /// @throws ValueDecryptionException.ValueTooLarge if only the beginning is
  public int wholeLength() throws ValueDecryptionException.ValueTooLarge {
    if (valueLength > length) {
      throw new ValueDecryptionException.ValueTooLarge(
          valueLength, ValueTransformers.VALUE_MAX_BYTES);
    }
    return length;
  }

  /// Wipes what is held.
  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
    length = 0;
  }
}
