package dev.snapseal.tools.output;

import dev.snapseal.tools.Interruption;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A temporary file that lost its name when it was opened, so that no end of the process leaves it.
final class NamelessFile implements Destination {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final String STREAM = "standard output";

  private final StandardOutput out;
  private final FileChannel channel;
  private final OutputFailures failures;

  private NamelessFile(StandardOutput out, FileChannel channel, OutputFailures failures) {
    this.out = out;
    this.channel = channel;
    this.failures = failures;
  }

  /// @param folder where there is space
  static NamelessFile create(OutputStream out, Path folder) throws OutputException {
    OutputFailures failures = new OutputFailures(STREAM, folder, OutputFile.OPTION);
    try {
      // Readable by its owner only, as the JDK makes them.
      Path file = Files.createTempFile(folder, "snapseal", null);
      try {
        FileChannel channel =
            FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return new NamelessFile(new StandardOutput(out), channel, failures);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw failures.because("there is no temporary file in " + folder, e);
    }
  }

  @Override
  public FileChannel channel() {
    return channel;
  }

  @Override
  public OutputException failure(String what, IOException cause) {
    return failures.because(what + " in " + failures.folder(), cause);
  }

  /// Nothing to do: nobody finds this file after a power failure.
  @Override
  public void sync() {}

  @Override
  public void commit() throws OutputException {
    byte[] chunk = new byte[CHUNK_BYTES];
    long at = 0;
    for (int length = read(chunk, at); length > 0; length = read(chunk, at)) {
      copy(chunk, length);
      at += length;
    }
  }

  private int read(byte[] chunk, long at) throws OutputException {
    try {
      return channel.read(ByteBuffer.wrap(chunk), at);
    } catch (IOException e) {
      throw failure("reading it back failed", e);
    }
  }

  private void copy(byte[] chunk, int length) throws OutputException {
    Interruption.keeps("standard output has a part of it");
    out.write(chunk, length);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // It has no name: it is gone either way.
    }
  }
}
