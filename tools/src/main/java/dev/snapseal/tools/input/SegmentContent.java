package dev.snapseal.tools.input;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/// Bytes that are all in reach: of a mapped file, or already unpacked.
record SegmentContent(MemorySegment bytes) implements Content {
  private static final long LONGEST_HEAD = BboltGeometry.LARGEST_PAGE + 4096L;

  @Override
  public MemorySegment head() {
    return bytes.asSlice(0, Math.min(bytes.byteSize(), LONGEST_HEAD));
  }

  @Override
  public InputStream stream() {
    return new SegmentInputStream(bytes);
  }

  @Override
  public MemorySegment inMemory(
      InputMemory memory, SizeGuess guess, long inputBytes, String displayPath) {
    return bytes;
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(bytes.byteSize());
  }
}
