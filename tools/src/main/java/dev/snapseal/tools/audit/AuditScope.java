package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.FileRegion;

/// How far an audit looks.
public enum AuditScope {
  /// Live values only.
  LIVE,
  /// Every revision in the store.
  HISTORY,
  /// Every revision, free pages and slack.
  ALL;

  /// Whether bytes of this kind are read for values.
  public boolean examines(FileRegion.Kind kind) {
    return switch (kind) {
      case META, BRANCH, LEAF, FREELIST, TRAILER -> true;
      case SLACK, FREE, BEYOND_HIGH_WATER_MARK -> includesFreeSpace();
    };
  }

  boolean includesHistory() {
    return this != LIVE;
  }

  boolean includesFreeSpace() {
    return this == ALL;
  }
}
