package dev.snapseal.tools.input;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// A zip archive in a segment, for a library that asks for a channel. Does not own the segment.
///
/// The library keeps what it reads of the central directory on the heap, so that is bounded.
final class SegmentChannel implements SeekableByteChannel {
  /// Longer ones are refused: backups have short names. The library takes quadratic time for the
  /// parts of an extra field.
  private static final int LONGEST_FIELD = 1024;

  private final MemorySegment bytes;
  private final String displayPath;
  private final long longestDirectory;
  private boolean insideDirectory = true;
  private long position;
  private long directoryBytes;

  /// @param longestDirectory bytes that may be read before [#endDirectory]
  SegmentChannel(MemorySegment bytes, long longestDirectory, String displayPath) {
    this.bytes = bytes;
    this.longestDirectory = longestDirectory;
    this.displayPath = displayPath;
  }

  /// What is read from here on are contents.
  ///
  /// @return how many bytes were read before
  long endDirectory() {
    insideDirectory = false;
    return directoryBytes;
  }

  @Override
  public int read(ByteBuffer target) throws InputException {
    if (!target.hasRemaining()) {
      return 0;
    }
    if (insideDirectory && target.remaining() > LONGEST_FIELD) {
      throw new InputException(
          displayPath,
          InputProblem.DAMAGED,
          position,
          "a name, extra field or comment of more than %d bytes in the central directory"
              .formatted(LONGEST_FIELD));
    }
    if (position >= bytes.byteSize()) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), bytes.byteSize() - position);
    target.put(bytes.asSlice(position, count).asByteBuffer());
    position += count;
    if (insideDirectory) {
      charge(count);
    }
    return count;
  }

  private void charge(int count) throws InputException {
    directoryBytes += count;
    if (directoryBytes > longestDirectory) {
      throw new InputException(
          displayPath,
          InputProblem.TOO_MANY_MEMBERS,
          "central directories of more than %d bytes in its zip archives"
              .formatted(UnpackBudget.DIRECTORY_BYTES));
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SegmentChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("position " + newPosition + " is negative");
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return bytes.byteSize();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // The segment belongs to somebody else.
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SegmentChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
