package dev.snapseal.tools.age;

import dev.snapseal.tools.output.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Objects;

/// An output file read back from its beginning on, and hashed on the way. Does not own the file.
final class DigestedOutput extends InputStream {
  private final OutputFile output;
  private final long length;
  private final MessageDigest digest;
  private long position;

  /// @param length bytes that were written
  DigestedOutput(OutputFile output, long length, MessageDigest digest) {
    this.output = output;
    this.length = length;
    this.digest = digest;
  }

  @Override
  public int read(byte[] target, int offset, int wanted) throws IOException {
    Objects.checkFromIndexSize(offset, wanted, target.length);
    if (wanted == 0) {
      return 0;
    }
    if (position == length) {
      return -1;
    }
    int most = (int) Math.min(wanted, length - position);
    int count = output.channel().read(ByteBuffer.wrap(target, offset, most), position);
    if (count > 0) {
      digest.update(target, offset, count);
      position += count;
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }
}
