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

  /// Whether it is a segment of a write-ahead log.
  public boolean isSegment() {
    return isSegment(displayPath);
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
    return isRaftSnapshot(name) ? RAFT_UNREAD : LOG_UNREAD;
  }

  private static boolean isLog(String path) {
    return isSegment(path) || isRaftSnapshot(path);
  }

  /// Also one that etcd put aside when it could not read it, and never removes.
  static boolean isSegment(String path) {
    return path.endsWith(".wal") || path.endsWith(".wal.broken");
  }

  /// Also one that etcd put aside.
  static boolean isRaftSnapshot(String path) {
    return path.endsWith(".snap") || path.endsWith(".snap.broken");
  }
}
