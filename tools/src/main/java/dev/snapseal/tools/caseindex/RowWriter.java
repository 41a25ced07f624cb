package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/// Writes the fields of a row one after the other; [RowReader] reads them.
final class RowWriter {
  private static final int FIRST_CAPACITY = 256;

  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_CAPACITY);

  /// Forgets what was written.
  RowWriter clear() {
    bytes.clear();
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  RowWriter u8(int value) {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  /// Big-endian, so that rows sort by it.
  RowWriter u32(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  /// Big-endian, so that rows sort by it.
  RowWriter u64(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  /// Seven bits a byte, the lowest first.
  RowWriter varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      u8((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    return u8((int) rest);
  }

  RowWriter raw(byte[] value) {
    room(value.length).put(value);
    return this;
  }

  RowWriter text(String value) {
    byte[] utf8 = value.getBytes(UTF_8);
    return varint(utf8.length).raw(utf8);
  }

  RowWriter fingerprint(Fingerprint value) {
    return u64(value.high()).u64(value.low());
  }

  RowWriter time(Instant value) {
    return u64(value.getEpochSecond()).u32(value.getNano());
  }

  /// A byte that says whether it is there, and then the value.
  <T> RowWriter optional(Optional<T> value, BiConsumer<RowWriter, T> write) {
    u8(value.isPresent() ? 1 : 0);
    value.ifPresent(present -> write.accept(this, present));
    return this;
  }

  /// A byte that says whether it is there, and then the value.
  RowWriter optional(OptionalLong value) {
    u8(value.isPresent() ? 1 : 0);
    return value.isPresent() ? u64(value.getAsLong()) : this;
  }

  private ByteBuffer room(int length) {
    if (bytes.remaining() < length) {
      int wanted = Math.max(bytes.capacity() * 2, bytes.position() + length);
      bytes = ByteBuffer.allocate(wanted).put(bytes.flip());
    }
    return bytes;
  }
}
