package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/// Bytes that come one after the other: from a pipe, or out of a decompressor. Does not own the
/// stream under it.
final class StreamContent implements Content {
  private final InputStream in;
  private final OptionalLong size;
  private byte[] head = {};
  private boolean headWasRead;

  StreamContent(InputStream in, OptionalLong size) {
    this.in = in;
    this.size = size;
  }

  @Override
  public MemorySegment head() throws IOException {
    if (!headWasRead) {
      head = in.readNBytes(HEAD_BYTES);
      headWasRead = true;
    }
    return MemorySegment.ofArray(head).asReadOnly();
  }

  @Override
  public InputStream stream() {
    return new HeadFirst(new SegmentInputStream(MemorySegment.ofArray(head)), in);
  }

  @Override
  public MemorySegment inMemory(
      InputMemory memory, SizeGuess guess, long inputBytes, String displayPath) throws IOException {
    return memory.readAll(stream(), guess, inputBytes, displayPath);
  }

  @Override
  public OptionalLong size() {
    return size;
  }

  /// The bytes that were looked at already, then the rest. Closing it closes nothing.
  private static final class HeadFirst extends InputStream {
    private final SegmentInputStream head;
    private final InputStream rest;

    HeadFirst(SegmentInputStream head, InputStream rest) {
      this.head = head;
      this.rest = rest;
    }

    @Override
    public int read() throws IOException {
      return head.remaining() > 0 ? head.read() : rest.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return head.remaining() > 0
          ? head.read(target, offset, length)
          : rest.read(target, offset, length);
    }
  }
}
