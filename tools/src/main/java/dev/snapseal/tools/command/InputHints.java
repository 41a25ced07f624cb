package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.input.InputException;
import java.util.List;

/// What to do about an input that gives no backup.
final class InputHints {
  private InputHints() {}

  static ExitCode exitCode(InputException failure) {
    return switch (failure.problem()) {
      case NOT_FOUND, NOT_READABLE, NOT_A_FILE, AMBIGUOUS, ENCRYPTION_CONFIGURATION ->
          ExitCode.USAGE;
      case NOT_A_DATA_DIRECTORY,
          EMPTY,
          NOT_A_BACKUP,
          BIG_ENDIAN,
          SQLITE,
          UNSUPPORTED_FORMAT,
          DAMAGED,
          TRUNCATED,
          TOO_LARGE,
          TOO_MANY_MEMBERS,
          NESTED_TOO_DEEP,
          NOTHING_INSIDE,
          CHANGED ->
          ExitCode.DAMAGED;
      case SEALED_AGE, ENCRYPTED_ARCHIVE -> ExitCode.KEY;
    };
  }

  static List<String> of(InputException failure) {
    String file = FailurePrinter.shellWord(failure.displayPath());
    return switch (failure.problem()) {
      case NOT_FOUND -> List.of("look for it: ls -l " + file);
      case NOT_READABLE -> List.of("who may read it: ls -l " + file);
      case NOT_A_FILE -> List.of("copy it to a file first");
      case NOT_A_DATA_DIRECTORY ->
          List.of("an etcd data directory holds member/snap/db: find " + file + " -name db");
      case EMPTY, TRUNCATED, DAMAGED -> List.of("copy the backup again and compare: sha256sum");
      case NOT_A_BACKUP, NOTHING_INSIDE -> List.of("what is it? file " + file);
      case ENCRYPTION_CONFIGURATION ->
          List.of("those are the keys: snapseal audit BACKUP --config " + file);
      case BIG_ENDIAN ->
          List.of("restore it on such a machine and take the snapshot through the API");
      case SQLITE ->
          List.of("k3s keeps this with kine instead of etcd; snapseal reads etcd's files only");
      case SEALED_AGE ->
          List.of("unseal it first: age -d -i IDENTITY " + file + " | snapseal audit -");
      case UNSUPPORTED_FORMAT ->
          List.of("unpack it first and name the file inside, or pipe it: ... | snapseal audit -");
      case ENCRYPTED_ARCHIVE -> List.of("unpack it first and name the file inside");
      case TOO_LARGE -> List.of("unpack it to a disk first and name the file inside");
      case TOO_MANY_MEMBERS, NESTED_TOO_DEEP, AMBIGUOUS ->
          List.of("unpack the archive and name the backup");
      case CHANGED ->
          List.of("copy the file to a place where nothing writes to it, then run this again");
    };
  }
}
