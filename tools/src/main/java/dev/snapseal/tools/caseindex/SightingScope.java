package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.audit.Scope;

/// Where a record was seen; the names are the contract's.
public enum SightingScope {
  /// The newest revision of a key that exists.
  LIVE(1, "live"),
  /// An older revision in the store.
  SUPERSEDED(2, "superseded"),
  /// A deletion in the store.
  TOMBSTONE(3, "tombstone"),
  /// On a page that no tree reaches.
  FREE(4, "free"),
  /// In bytes of a used page that belong to nothing.
  SLACK(5, "slack"),
  /// In the write-ahead log: there is no revision, only the index of the raft entry.
  WAL(6, "wal"),
  /// In the write-ahead log, as what a request expected a key to hold.
  COMPARED(7, "compared");

  private final int code;
  private final String jsonName;

  SightingScope(int code, String jsonName) {
    this.code = code;
    this.jsonName = jsonName;
  }

  public String jsonName() {
    return jsonName;
  }

  /// Whether a read of etcd can still find it.
  public boolean isInStore() {
    return this == LIVE || this == SUPERSEDED || this == TOMBSTONE;
  }

  /// Whether it is in the write-ahead log, and so has no revision.
  public boolean isInLog() {
    return this == WAL || this == COMPARED;
  }

  /// As `audit` counts it.
  Scope asCounted() {
    return switch (this) {
      case LIVE -> Scope.LIVE;
      case SUPERSEDED, TOMBSTONE -> Scope.SUPERSEDED;
      case FREE, WAL, COMPARED -> Scope.FREE;
      case SLACK -> Scope.SLACK;
    };
  }

  int code() {
    return code;
  }

  static SightingScope ofCode(int code) {
    for (SightingScope scope : values()) {
      if (scope.code == code) {
        return scope;
      }
    }
    throw new IllegalArgumentException("no scope has the code " + code);
  }
}
