package dev.snapseal.snapshot.kv;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.Optional;

/// Reads a KeyValue of a put exactly as every version of etcd writes it: fields 1 to 5 in order,
/// then perhaps the lease. Nine in ten records of a store are such, and a run over a backup is too
/// short for the general reader to be compiled well.
///
/// Whatever is not quite so, it leaves to [KeyValueFields#parse].
final class KeyValueCursor {
  private static final int KEY_TAG = 0x0A;
  private static final int CREATE_REVISION_TAG = 0x10;
  private static final int MOD_REVISION_TAG = 0x18;
  private static final int VERSION_TAG = 0x20;
  private static final int LEASE_TAG = 0x30;

  /// Nine bytes of a varint: any number that is not negative.
  private static final int MAX_SHIFT = 56;

  /// Bytes that are copied at once, for the array is read faster than the file: enough for all that
  /// stands before the value, unless the key is a long one.
  private static final int HEAD_BYTES = 128;

  private final SnapshotBytes bytes;
  private final long start;
  private final byte[] head;
  private final long end;
  private long position;
  private boolean failed;

  private KeyValueCursor(SnapshotBytes bytes, long offset, int length) {
    this.bytes = bytes;
    this.start = offset;
    this.head = bytes.copy(offset, Math.min(HEAD_BYTES, length));
    this.position = offset;
    this.end = offset + length;
  }

  /// The fields of a put at `offset`; empty if the message is in another shape.
  static Optional<KeyValueFields> put(SnapshotBytes bytes, long offset, int length) {
    KeyValueCursor cursor = new KeyValueCursor(bytes, offset, length);
    long keyLength = cursor.length(KEY_TAG);
    long keyOffset = cursor.skip(keyLength);
    long createRevision = cursor.number(CREATE_REVISION_TAG);
    long modRevision = cursor.number(MOD_REVISION_TAG);
    long version = cursor.number(VERSION_TAG);
    long valueFieldOffset = cursor.position;
    long valueLength = cursor.length(KeyValueLayout.VALUE_TAG);
    long valueOffset = cursor.skip(valueLength);
    long lease = cursor.isAtEnd() ? 0 : cursor.number(LEASE_TAG);
    if (cursor.failed || !cursor.isAtEnd()) {
      return Optional.empty();
    }
    return Optional.of(
        new KeyValueFields(
            keyOffset,
            (int) keyLength,
            createRevision,
            modRevision,
            version,
            valueFieldOffset,
            valueOffset,
            (int) valueLength,
            lease,
            false,
            false));
  }

  private boolean isAtEnd() {
    return position == end;
  }

  private long length(int tag) {
    long length = number(tag);
    if (length > end - position) {
      failed = true;
      return 0;
    }
    return length;
  }

  private long skip(long length) {
    long start = position;
    position += length;
    return start;
  }

  private int octet(long offset) {
    long place = offset - start;
    return place < head.length ? head[(int) place] & 0xFF : bytes.u8(offset);
  }

  private long number(int tag) {
    if (failed || end - position < 2 || octet(position) != tag) {
      failed = true;
      return 0;
    }
    position++;
    long value = 0;
    for (int shift = 0; shift <= MAX_SHIFT && position < end; shift += 7) {
      int octet = octet(position++);
      value |= (long) (octet & 0x7F) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    failed = true;
    return 0;
  }
}
