package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// What comes out of zlib data (RFC 1950), its Adler-32 checked: Gardener's `.zlib` files. Owns
/// zlib's memory, not the stream under it.
final class ZlibStream extends InputStream {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final PackedStream packed;
  private final Inflater inflater = new Inflater();
  private final InflaterInputStream in;

  ZlibStream(InputStream in, String displayPath) {
    this.packed = new PackedStream(in, displayPath, "zlib");
    this.in = new InflaterInputStream(packed, inflater, BUFFER_BYTES);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    return length == 0 ? 0 : packed.content(() -> in.read(target, offset, length));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
