package dev.snapseal.tools.caseindex;

import java.io.IOException;
import java.nio.file.Path;

/// A case cannot be used.
public final class CaseException extends IOException {
  private static final long serialVersionUID = 1L;

  /// What is wrong; the next step differs.
  public enum Problem {
    /// There is nothing at the path.
    MISSING,
    /// It is no folder, or a folder that holds something else.
    NOT_A_CASE,
    /// Nothing was added to it yet.
    EMPTY,
    /// Another program adds to it.
    IN_USE,
    /// Its key file is missing.
    KEY_MISSING,
    /// Its key file is of another case, or damaged.
    KEY_WRONG,
    /// Written by another release, in a layout that this one does not know.
    UNKNOWN_FORMAT,
    /// The index is not what was written.
    DAMAGED,
    /// The disk refuses: no space, no permission.
    NOT_WRITTEN
  }

  private final Problem problem;
  private final transient Path folder;

  CaseException(Path folder, Problem problem, String found) {
    super("[" + folder + "] " + found);
    this.problem = problem;
    this.folder = folder;
  }

  CaseException(Path folder, Problem problem, String found, Throwable cause) {
    this(folder, problem, found);
    initCause(cause);
  }

  public Problem problem() {
    return problem;
  }

  /// The case, as it was named.
  public Path folder() {
    return folder;
  }
}
