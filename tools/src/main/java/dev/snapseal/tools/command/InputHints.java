package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.InputException;
import dev.snapseal.tools.input.InputProblem;
import dev.snapseal.tools.sweep.SweepTargets;
import java.util.List;

/// What to do about an input that gives no backup.
///
/// @param given the command that was to read it
record InputHints(InputException failure, GivenCommand given) {

  ExitCode exitCode() {
    return switch (failure.problem()) {
      case NOT_FOUND, NOT_READABLE, NOT_A_FILE, AMBIGUOUS, ENCRYPTION_CONFIGURATION ->
          ExitCode.USAGE;
      case NOT_A_DATA_DIRECTORY,
          EMPTY,
          NOT_A_BACKUP,
          NO_META_PAGE,
          BIG_ENDIAN,
          SQLITE,
          DELTA,
          UNSUPPORTED_FORMAT,
          DAMAGED,
          TRUNCATED,
          TOO_LARGE,
          TOO_MANY_MEMBERS,
          NESTED_TOO_DEEP,
          NOTHING_INSIDE,
          CHANGED ->
          ExitCode.DAMAGED;
      case SEALED_AGE,
          SEALED_WITH_PASSPHRASE,
          WRONG_PASSPHRASE,
          SEALED_FOR_OTHERS,
          SEALED_OTHERWISE,
          ENCRYPTED_ARCHIVE ->
          ExitCode.KEY;
    };
  }

  /// What to do, the likeliest first.
  List<String> hints() {
    return given.is("sweep") || !mayBeSearched() || isEmptyFolder()
        ? List.of(hint())
        : List.of(hint(), "search its bytes as they are: snapseal sweep " + argumentWord());
  }

  /// Whether a file that is no backup may hold values all the same: a write-ahead log, a disk's
  /// image, a directory of logs.
  private boolean mayBeSearched() {
    return switch (failure.problem()) {
      case NOT_A_DATA_DIRECTORY, NOT_A_BACKUP, NO_META_PAGE, NOTHING_INSIDE, SQLITE, DELTA -> true;
      case NOT_FOUND,
          NOT_READABLE,
          NOT_A_FILE,
          EMPTY,
          ENCRYPTION_CONFIGURATION,
          BIG_ENDIAN,
          SEALED_AGE,
          SEALED_WITH_PASSPHRASE,
          WRONG_PASSPHRASE,
          SEALED_FOR_OTHERS,
          SEALED_OTHERWISE,
          UNSUPPORTED_FORMAT,
          ENCRYPTED_ARCHIVE,
          DAMAGED,
          TRUNCATED,
          TOO_LARGE,
          TOO_MANY_MEMBERS,
          NESTED_TOO_DEEP,
          AMBIGUOUS,
          CHANGED ->
          false;
    };
  }

  private String hint() {
    String file = argumentWord();
    if (exitCode() == ExitCode.KEY && !isInside() && !opensSealed()) {
      return "open it on the way: age -d -i key.txt " + file + " | " + given.with(argument(), "-");
    }
    return switch (failure.problem()) {
      case NOT_FOUND -> "look for it: ls -l " + file;
      case NOT_READABLE ->
          argument().startsWith("/dev/")
              ? "a disk is read as root: sudo " + given.plus()
              : "who may read it: ls -l " + file;
      case NOT_A_FILE ->
          given.is("sweep")
              ? "copy what comes out of it to a file first"
              : "search a disk as it is: snapseal sweep " + file;
      case NOT_A_DATA_DIRECTORY ->
          isEmptyFolder()
              ? "there is no file in it: ls -la " + file
              : "an etcd data directory holds member/snap/db: find " + file + " -name db";
      case EMPTY ->
          argument().equals(BackupInput.STANDARD_INPUT)
              ? "the command before the pipe wrote nothing: run it alone, and read its errors"
              : "copy the backup again, and compare here and there: sha256sum " + file;
      case TRUNCATED, DAMAGED ->
          "copy the backup again, and compare here and there: sha256sum " + file;
      case NOT_A_BACKUP -> isInside() ? lookInside(file) : notABackup(file);
      case NO_META_PAGE ->
          isInside()
              ? lookInside(file)
              : "if it was a backup: snapseal salvage "
                  + file
                  + given.identities()
                  + " --output saved.db";
      case NOTHING_INSIDE -> lookInside(file);
      case ENCRYPTION_CONFIGURATION ->
          isInside()
              ? lookInside(file)
              : "those are the keys: snapseal audit BACKUP --config " + file;
      case BIG_ENDIAN -> "restore it on such a machine and take the snapshot through the API";
      case SQLITE ->
          "Snapseal reads etcd's files only; whether k3s encrypts: k3s secrets-encrypt status";
      case DELTA -> "name the full snapshot that it belongs to: its name begins with Full-";
      case SEALED_AGE -> "open it in memory: " + given.plus("-i", "key.txt");
      case SEALED_WITH_PASSPHRASE -> "be asked for it: " + given.withFlag("--passphrase");
      case WRONG_PASSPHRASE -> "only the right one opens it; try again: " + given.plus();
      case SEALED_FOR_OTHERS -> "name another identity as well: " + given.plus("-i", "other.txt");
      case SEALED_OTHERWISE ->
          isInside()
              ? "unpack " + file + ", then unseal what is inside: age -d -i IDENTITY"
              : "unseal it first: age -d -i IDENTITY " + file + " | " + given.with(argument(), "-");
      case UNSUPPORTED_FORMAT ->
          "unpack it first and name the file inside, or pipe it: ... | "
              + given.with(argument(), "-");
      case ENCRYPTED_ARCHIVE -> "unpack it first and name the file inside";
      case TOO_LARGE -> "unpack it to a disk first and name the file inside";
      case TOO_MANY_MEMBERS, NESTED_TOO_DEEP, AMBIGUOUS -> "unpack the archive and name the backup";
      case CHANGED -> "copy the file to a place where nothing writes to it, then run this again";
    };
  }

  /// Whether it is a directory in which, and below which, there is nothing to search.
  private boolean isEmptyFolder() {
    return failure.problem() == InputProblem.NOT_A_DATA_DIRECTORY
        && !isInside()
        && SweepTargets.find(List.of(argument())).areNone();
  }

  /// `capture` reads no backups, but files with keys.
  private boolean opensSealed() {
    return !given.is("capture");
  }

  private String argumentWord() {
    return ShellWord.of(argument());
  }

  private String argument() {
    return given.argumentOf(failure.displayPath());
  }

  private boolean isInside() {
    return !argument().equals(failure.displayPath());
  }

  private static String lookInside(String file) {
    return "look what is inside: unzip -l " + file + "  or  tar -tf " + file;
  }

  /// Other files of a data directory are known by their place.
  private String notABackup(String file) {
    int member = argument().lastIndexOf("/member/");
    return member > 0
        ? "it is a part of an etcd data directory; name that: "
            + given.with(argument(), argument().substring(0, member))
        : "what is it? file " + file;
  }
}
