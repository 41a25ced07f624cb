package dev.snapseal.tools.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A pipe or standard input, and how much of it was read. Nobody closes it through this.
final class CountedStream extends FilterInputStream {
  private long bytesRead;

  CountedStream(InputStream in) {
    super(in);
  }

  long bytesRead() {
    return bytesRead;
  }

  /// So that the program that writes into the pipe does not fail.
  void readToEnd() throws IOException {
    transferTo(OutputStream.nullOutputStream());
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    bytesRead += value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    bytesRead += Math.max(0, count);
    return count;
  }

  @Override
  public void close() {
    // It belongs to whoever opened it.
  }
}
