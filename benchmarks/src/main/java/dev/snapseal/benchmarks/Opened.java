package dev.snapseal.benchmarks;

import java.util.Arrays;

/// Where a floor puts what it opens; it grows with the values.
final class Opened {
  private byte[] bytes = new byte[0];
  private int offset;
  private int length;

  /// Room for so many bytes.
  byte[] reserve(int count) {
    if (bytes.length < count) {
      bytes = new byte[count];
    }
    return bytes;
  }

  /// Says where in it the content is.
  ///
  /// @return its length
  int content(int start, int count) {
    offset = start;
    length = count;
    return count;
  }

  byte[] toBytes() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }
}
