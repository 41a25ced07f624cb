package dev.snapseal.tools.kubernetes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Numbers of a repeated field that stand in one field, one behind the other: the API server writes
/// each in a field of its own, and reads both.
final class PackedVarints {
  private static final int MAX_SHIFT = 63;

  private final MemorySegment bytes;
  private long position;

  PackedVarints(MemorySegment bytes) {
    this.bytes = bytes;
  }

  boolean hasNext() {
    return position < bytes.byteSize();
  }

  /// The next number.
  ///
  /// @param path field, for the error
  long next(String path) throws MalformedObjectException {
    long value = 0;
    for (int shift = 0; shift <= MAX_SHIFT && hasNext(); shift += 7) {
      byte octet = bytes.get(ValueLayout.JAVA_BYTE, position++);
      value |= (long) (octet & 0x7F) << shift;
      if (octet >= 0) {
        return value;
      }
    }
    throw new MalformedObjectException(path, "a packed number leaves its field or 64 bits");
  }
}
