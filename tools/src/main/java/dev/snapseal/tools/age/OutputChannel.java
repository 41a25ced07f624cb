package dev.snapseal.tools.age;

import dev.snapseal.tools.output.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Writes an output file from its beginning on. Does not own the file.
public final class OutputChannel implements WritableByteChannel {
  private final OutputFile output;
  private long position;

  /// Writes to this file.
  public OutputChannel(OutputFile output) {
    this.output = output;
  }

  /// Bytes written so far.
  long position() {
    return position;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int length = source.remaining();
    output.write(source, position);
    position += length;
    return length;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
