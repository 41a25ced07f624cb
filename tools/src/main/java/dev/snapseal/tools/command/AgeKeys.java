package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.age.AgeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Reads files with recipients or identities, `-` being standard input.
final class AgeKeys {
  private static final String STANDARD_INPUT = "-";

  private AgeKeys() {}

  /// Makes something of a whole file.
  @FunctionalInterface
  interface Reader<T> {
    T read(InputStream in) throws IOException, CommandFailure;
  }

  static <T> T read(String file, CommandIo io, Reader<T> reader) throws CommandFailure {
    try {
      if (file.equals(STANDARD_INPUT)) {
        return reader.read(io.in());
      }
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        return reader.read(in);
      }
    } catch (AgeException e) {
      throw failure(e);
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + file + "] the keys cannot be read: " + FailurePrinter.reason(e),
          "look for it: ls -l " + ShellWord.of(file));
    }
  }

  /// The message names the file and the line.
  static CommandFailure failure(AgeException failure) {
    return failure.reason() == AgeException.Reason.NO_MATCH
        ? new CommandFailure(ExitCode.KEY, failure.getMessage(), "try again")
        : new CommandFailure(
            ExitCode.USAGE,
            failure.getMessage(),
            "to make an identity and see its recipient: age-keygen -o key.txt");
  }
}
