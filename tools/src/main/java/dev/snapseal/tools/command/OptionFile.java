package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// What a file that an option names holds.
final class OptionFile {
  private OptionFile() {}

  /// Makes something of a whole file.
  @FunctionalInterface
  interface Reader<T> {
    /// Reads it; if it holds something else, the message of the failure names it.
    T read(Path file) throws IOException;
  }

  /// Reads the file; if it cannot be read, that is wrong usage.
  static <T> T read(Path file, Reader<T> reader) throws CommandFailure {
    try {
      return reader.read(file);
    } catch (FileSystemException | CharacterCodingException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + file + "] cannot be read: " + FailurePrinter.reason(e),
          "look at it: ls -l " + ShellWord.of(file.toString()));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }
}
