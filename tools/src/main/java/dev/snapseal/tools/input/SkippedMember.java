package dev.snapseal.tools.input;

/// Something inside an input that was not taken as a backup, so that a report can name it.
///
/// @param displayPath which member, or the input itself when a part of it was not read
/// @param problem why
/// @param why the same in words, without the path
public record SkippedMember(String displayPath, InputProblem problem, String why, Origin origin) {
  /// Where it is.
  public enum Origin {
    /// Inside the input.
    INSIDE,
    /// A log or raft snapshot beside the input, a database in a data directory.
    BESIDE
  }

  private static final String LOG_UNREAD =
      "etcd's log and raft snapshots hold values too: snapseal sweep reads them";

  private static final String RAFT_UNREAD =
      "a raft snapshot: no values of etcd 3's keys, but those of the v2 API if one was used:"
          + " snapseal sweep reads them";

  /// Whether values may be in it, so that nothing can be said of all there is.
  public boolean mayHoldValues() {
    return problem.mayHideABackup() || isLog(displayPath) || displayPath.endsWith("/wal");
  }

  /// A log or raft snapshot beside a database.
  ///
  /// @param name of the file
  static SkippedMember beside(String displayPath, String name) {
    return new SkippedMember(displayPath, InputProblem.NOT_A_BACKUP, ofLog(name), Origin.BESIDE);
  }

  static SkippedMember of(InputException e) {
    boolean isUnknown =
        e.problem() == InputProblem.NOT_A_BACKUP || e.problem() == InputProblem.NO_META_PAGE;
    boolean isUnreadLog = isUnknown && isLog(e.displayPath());
    return new SkippedMember(
        e.displayPath(),
        e.problem(),
        isUnreadLog ? ofLog(e.displayPath()) : e.found(),
        Origin.INSIDE);
  }

  /// What is said of a log or raft snapshot with this name.
  private static String ofLog(String name) {
    return name.endsWith(".snap") ? RAFT_UNREAD : LOG_UNREAD;
  }

  private static boolean isLog(String path) {
    return path.endsWith(".wal") || path.endsWith(".snap");
  }
}
