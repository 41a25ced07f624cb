package dev.snapseal.snapshot;

/// A run of bytes of a file.
///
/// @param start first byte
/// @param end first byte behind it
public record ByteRange(long start, long end) {
  public ByteRange {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no range: " + start + " to " + end);
    }
  }

  public long length() {
    return end - start;
  }
}
