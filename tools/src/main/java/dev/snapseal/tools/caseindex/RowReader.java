package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Reads the fields of a row.
///
/// All methods throw [BufferUnderflowException] or [IllegalArgumentException] if the row is not one
/// that was written.
final class RowReader {
  private final ByteBuffer bytes;

  RowReader(byte[] row) {
    this.bytes = ByteBuffer.wrap(row);
  }

  int u8() {
    return bytes.get() & 0xFF;
  }

  int u32() {
    return bytes.getInt();
  }

  long u64() {
    return bytes.getLong();
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int octet = u8();
      value |= (long) (octet & 0x7F) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number has more than ten bytes");
  }

  String text() {
    long length = varint();
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] utf8 = new byte[(int) length];
    bytes.get(utf8);
    return new String(utf8, UTF_8);
  }

  Fingerprint fingerprint() {
    return new Fingerprint(u64(), u64());
  }

  Instant time() {
    try {
      return Instant.ofEpochSecond(u64(), u32());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time", e);
    }
  }

  <T> Optional<T> optional(Function<RowReader, T> read) {
    return u8() == 0 ? Optional.empty() : Optional.of(read.apply(this));
  }

  OptionalLong optionalLong() {
    return u8() == 0 ? OptionalLong.empty() : OptionalLong.of(u64());
  }
}
