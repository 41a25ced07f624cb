package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.input.BackupInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/// What a file that an option names holds, `-` being standard input where bytes are asked for.
final class OptionFile {
  private OptionFile() {}

  /// Makes something of bytes, from their beginning.
  @FunctionalInterface
  interface StreamReader<T> {
    T read(InputStream in) throws IOException, CommandFailure;
  }

  /// Reads what a file or standard input has, from its beginning; what cannot be read is wrong
  /// usage.
  ///
  /// @param what is in it, as a noun with its article
  static <T> T stream(String file, CommandIo io, String what, StreamReader<T> reader)
      throws CommandFailure {
    try {
      if (file.equals(BackupInput.STANDARD_INPUT)) {
        return reader.read(io.in());
      }
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        return reader.read(in);
      }
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + file + "] " + what + " cannot be read: " + FailurePrinter.reason(e),
          "look for it: ls -l " + ShellWord.of(file));
    }
  }

  /// The first line, without its end, of a secret's file; the caller overwrites it when done.
  ///
  /// @param limit bytes that are read
  static byte[] firstLine(String file, CommandIo io, String what, int limit) throws CommandFailure {
    byte[] content = stream(file, io, what, in -> in.readNBytes(limit));
    int end = 0;
    while (end < content.length && content[end] != '\n' && content[end] != '\r') {
      end++;
    }
    try {
      return Arrays.copyOf(content, end);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// Makes something of a whole file.
  @FunctionalInterface
  interface Reader<T> {
    /// Reads it; if it holds something else, the message of the failure names it.
    T read(Path file) throws IOException;
  }

  /// Reads the file; if it cannot be read, that is wrong usage.
  ///
  /// @param hints what to do about a file that holds something else
  static <T> T read(Path file, Reader<T> reader, String... hints) throws CommandFailure {
    try {
      return reader.read(file);
    } catch (FileSystemException | CharacterCodingException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + file + "] cannot be read: " + FailurePrinter.reason(e),
          "look at it: ls -l " + ShellWord.of(file.toString()));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), hints);
    }
  }
}
