package dev.snapseal.tools.input;

/// Something inside an input that was not taken as a backup, so that a report can name it.
///
/// @param displayPath which member, or the input itself when a part of it was not read
/// @param problem why
/// @param why the same in words, without the path
public record SkippedMember(String displayPath, InputProblem problem, String why) {
  /// Whether values may be in it, so that nothing can be said of all there is.
  public boolean mayHoldValues() {
    return problem.mayHideABackup()
        || displayPath.endsWith(".wal")
        || displayPath.endsWith(".snap")
        || displayPath.endsWith("/wal");
  }

  static SkippedMember of(InputException e) {
    return new SkippedMember(e.displayPath(), e.problem(), e.found());
  }
}
