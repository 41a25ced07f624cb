package dev.snapseal.tools.age;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Plaintext out of the library; its failures in our words.
final class OpenedStream extends FilterInputStream {
  OpenedStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw AgeFile.damage(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return super.read(target, offset, length);
    } catch (IOException e) {
      throw AgeFile.damage(e);
    }
  }
}
