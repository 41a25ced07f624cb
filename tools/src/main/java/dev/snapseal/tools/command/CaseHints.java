package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.caseindex.CaseException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What to do about a case that cannot be used.
///
/// @param given the command that was to use it
record CaseHints(CaseException failure, GivenCommand given) {

  ExitCode exitCode() {
    return switch (failure.problem()) {
      case MISSING -> ExitCode.USAGE;
      case NOT_A_CASE, EMPTY, IN_USE, NOT_WRITTEN -> ExitCode.OUTPUT;
      case UNKNOWN_FORMAT, DAMAGED -> ExitCode.DAMAGED;
      case KEY_MISSING, KEY_WRONG -> ExitCode.KEY;
    };
  }

  String hint() {
    String folder = ShellWord.of(failure.folder().toString());
    return switch (failure.problem()) {
      case MISSING -> "make it by adding a backup: snapseal case " + folder + " add db.snapshot";
      case EMPTY -> "add a backup: snapseal case " + folder + " add db.snapshot";
      case NOT_A_CASE -> "name a folder that is a case, is empty or does not exist yet";
      case IN_USE -> "wait until it is done, then run this again: " + given.plus();
      case KEY_MISSING -> "put the file back that was made with the case: " + folder + "/case.key";
      case KEY_WRONG -> "put the file back that was made with the case, or begin a new case";
      case UNKNOWN_FORMAT ->
          "use the release that made it, or add the backups to a new case:"
              + " snapseal case NEW add BACKUP...";
      case DAMAGED -> "add the backups to a new case";
      case NOT_WRITTEN -> {
        String there = ShellWord.of(nearest(failure.folder()).toString());
        yield "look at it: ls -ld " + there + "; df " + there;
      }
    };
  }

  /// The folder, or the nearest around it that is there.
  private static Path nearest(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.equals(folder.toAbsolutePath()) ? folder : there;
  }
}
