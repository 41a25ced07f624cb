package dev.snapseal.tools.audit;

/// How far an audit looks.
public enum AuditScope {
  /// Live values only.
  LIVE,
  /// Every revision in the store.
  HISTORY,
  /// Every revision, free pages and slack.
  ALL;

  boolean includesHistory() {
    return this != LIVE;
  }

  boolean includesFreeSpace() {
    return this == ALL;
  }
}
