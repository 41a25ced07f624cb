package dev.snapseal.tools.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Standard output as bytes, whose reader may go away at any moment.
public final class StandardOutput implements WritableByteChannel {
  private static final int PIECE_BYTES = 1 << 18;

  private final OutputStream out;
  private final byte[] piece = new byte[PIECE_BYTES];

  /// @param out not closed
  public StandardOutput(OutputStream out) {
    this.out = out;
  }

  /// Writes all of the buffer.
  ///
  /// @throws OutputException if it was not taken
  @Override
  public int write(ByteBuffer bytes) throws OutputException {
    int length = bytes.remaining();
    while (bytes.hasRemaining()) {
      int part = Math.min(bytes.remaining(), piece.length);
      bytes.get(piece, 0, part);
      write(piece, part);
    }
    return length;
  }

  /// A [PrintStream] does not throw, and does not say why.
  void write(byte[] bytes, int length) throws OutputException {
    try {
      out.write(bytes, 0, length);
      out.flush();
    } catch (IOException e) {
      throw OutputException.streamLost(e);
    }
    if (out instanceof PrintStream silent && silent.checkError()) {
      throw OutputException.streamLost(new IOException("it takes no more"));
    }
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
