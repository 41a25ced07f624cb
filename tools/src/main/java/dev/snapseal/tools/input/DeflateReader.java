package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Raw deflate streams (RFC 1951) with plain bytes between them, as gzip and zip hold them. Counts
/// and checks what comes out. Does not own the stream under it; closing it frees zlib's memory.
final class DeflateReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final InputStream in;
  private final String displayPath;
  private final byte[] buffer;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private int position;
  private int limit;
  private long bytesTaken;

  DeflateReader(InputStream in, String displayPath) {
    this.in = in;
    this.displayPath = displayPath;
    this.buffer = new byte[bufferBytesFor(in)];
  }

  /// Archives may have very many small members.
  private static int bufferBytesFor(InputStream in) {
    return in instanceof SegmentInputStream segment
        ? Math.clamp(segment.remaining(), 1, BUFFER_BYTES)
        : BUFFER_BYTES;
  }

  /// How many bytes of the stream under it have been used.
  long offset() {
    return bytesTaken - (limit - position);
  }

  /// Bytes that came out of the current deflate stream.
  long inflatedBytes() {
    return inflater.getBytesWritten();
  }

  /// CRC-32 of them.
  long inflatedCrc() {
    return crc.getValue();
  }

  /// The next plain byte, or -1 at the end.
  int readByte() throws IOException {
    return position < limit || fill() ? buffer[position++] & 0xFF : -1;
  }

  /// What follows is a new deflate stream.
  void startDeflate() {
    inflater.reset();
    crc.reset();
  }

  /// The next bytes that come out of the current deflate stream, or -1 at its end.
  ///
  /// @param length at least 1
  int inflate(byte[] target, int offset, int length) throws IOException {
    while (!inflater.finished()) {
      if (position == limit && !fill()) {
        throw new InputException(
            displayPath, InputProblem.TRUNCATED, offset(), "the compressed data ends early");
      }
      int count = inflateBuffered(target, offset, length);
      if (count > 0) {
        crc.update(target, offset, count);
        return count;
      }
    }
    return -1;
  }

  private int inflateBuffered(byte[] target, int offset, int length) throws InputException {
    inflater.setInput(buffer, position, limit - position);
    try {
      int count = inflater.inflate(target, offset, length);
      if (count == 0 && inflater.needsDictionary()) {
        throw damaged("the compressed data asks for a dictionary");
      }
      return count;
    } catch (DataFormatException e) {
      throw damaged("the compressed data is damaged: " + e.getMessage());
    } finally {
      position = limit - inflater.getRemaining();
    }
  }

  InputException damaged(String found) {
    return new InputException(displayPath, InputProblem.DAMAGED, offset(), found);
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer);
    position = 0;
    limit = Math.max(0, count);
    bytesTaken += limit;
    return count > 0;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
