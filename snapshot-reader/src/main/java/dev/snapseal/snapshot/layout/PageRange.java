package dev.snapseal.snapshot.layout;

/// Pages of a new file that one worker writes: some nodes of one level.
///
/// @param offset first byte in the file
/// @param length bytes, whole pages
public record PageRange(Level level, long fromNode, long toNode, long offset, long length) {
  /// Elements it holds; none if it holds branch nodes.
  public long elements() {
    return level.below().isPresent() ? 0 : level.end(toNode - 1) - level.first(fromNode);
  }

  /// One behind the last byte.
  public long end() {
    return offset + length;
  }
}
