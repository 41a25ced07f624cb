package dev.snapseal.tools.input;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A whole zip archive, read at any offset. Numbers are little-endian and unsigned.
///
/// @param bytes the archive
/// @param displayPath for messages
record ZipBytes(MemorySegment bytes, String displayPath) {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  long size() {
    return bytes.byteSize();
  }

  boolean holds(long offset, long length) {
    return offset >= 0 && length >= 0 && offset <= size() - length;
  }

  int u16(long offset) {
    return bytes.get(SHORT, offset) & 0xFFFF;
  }

  long u32(long offset) {
    return bytes.get(INT, offset) & 0xFFFFFFFFL;
  }

  /// Negative for what does not fit a `long`: whoever reads it refuses that as out of range.
  long u64(long offset) {
    return bytes.get(LONG, offset);
  }

  MemorySegment slice(long offset, long length) {
    return bytes.asSlice(offset, length);
  }

  InputException damaged(long offset, String found) {
    return new InputException(displayPath, InputProblem.DAMAGED, offset, found);
  }

  InputException truncated(long offset, String found) {
    return new InputException(displayPath, InputProblem.TRUNCATED, offset, found);
  }
}
