package dev.snapseal.tools.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/// The packed bytes that a library reads, watched: how far it came, whether the bytes ended, and
/// how many its headers take. Does not own the stream under it.
final class PackedStream extends InputStream {
  /// More than any header needs: libraries keep headers on the heap, whatever their length.
  private static final int LONGEST_HEADERS = 2 << 20;

  private static final int BUFFER_BYTES = 64 * 1024;

  private final BufferedInputStream in;
  private final String displayPath;
  private final String format;
  private long offset;
  private long markedOffset;
  private long limit = Long.MAX_VALUE;
  private boolean ended;
  private Optional<IOException> failure = Optional.empty();

  /// @param format in which the bytes are packed, for messages
  PackedStream(InputStream in, String displayPath, String format) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
    this.displayPath = displayPath;
    this.format = format;
  }

  /// Runs a step of the library that reads content.
  <T> T content(LibraryCall.Step<T> step) throws IOException {
    return LibraryCall.run(step, this::verdict);
  }

  /// Runs a step of the library that reads headers, which may be of bounded length only.
  <T> T headers(LibraryCall.Step<T> step) throws IOException {
    limit = offset + LONGEST_HEADERS;
    try {
      return content(step);
    } finally {
      limit = Long.MAX_VALUE;
    }
  }

  private IOException verdict(Exception thrown) {
    return failure.orElseGet(
        () ->
            ended
                ? truncated("the " + format + " data ends early")
                : damaged("the " + format + " data is damaged"));
  }

  InputException damaged(String found) {
    return new InputException(displayPath, InputProblem.DAMAGED, offset, found);
  }

  InputException truncated(String found) {
    return new InputException(displayPath, InputProblem.TRUNCATED, offset, found);
  }

  @Override
  public int read(byte[] target, int start, int length) throws IOException {
    Objects.checkFromIndexSize(start, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (offset == limit) {
      throw damaged("a " + format + " header of more than " + LONGEST_HEADERS + " bytes");
    }
    try {
      int count = in.read(target, start, (int) Math.min(length, limit - offset));
      offset += Math.max(0, count);
      ended |= count < 0;
      return count;
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public boolean markSupported() {
    return true;
  }

  @Override
  public synchronized void mark(int readLimit) {
    in.mark(readLimit);
    markedOffset = offset;
  }

  @Override
  public synchronized void reset() throws IOException {
    in.reset();
    offset = markedOffset;
  }

  @Override
  public void close() {
    // The stream belongs to somebody else.
  }
}
