package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.age.AgeException;

/// Reads files with recipients or identities, `-` being standard input.
final class AgeKeys {
  private AgeKeys() {}

  static <T> T read(String file, CommandIo io, OptionFile.StreamReader<T> reader)
      throws CommandFailure {
    return OptionFile.stream(
        file,
        io,
        "the keys",
        in -> {
          try {
            return reader.read(in);
          } catch (AgeException e) {
            throw failure(e);
          }
        });
  }

  /// Nothing can be sealed for so many.
  static CommandFailure ofSealing(AgeException failure) {
    return failure.reason() == AgeException.Reason.UNSUPPORTED
        ? new CommandFailure(
            ExitCode.USAGE,
            failure.getMessage(),
            "name fewer, such as one that several people have",
            "age takes more: age -R recipients.txt -o backup.db.age backup.db")
        : failure(failure);
  }

  /// The message names the file and the line; [AgeKeyHints] says what to do.
  static CommandFailure failure(AgeException failure) {
    return CommandFailure.of(
        failure.reason() == AgeException.Reason.WRONG_PASSPHRASE ? ExitCode.KEY : ExitCode.USAGE,
        failure);
  }
}
