package dev.snapseal.tools.audit;

/// Where a value stands; the names are the contract's.
public enum Scope {
  /// The newest revision of a key that exists.
  LIVE("live"),
  /// An older revision in bucket `key`, also of a key that was deleted later.
  SUPERSEDED("superseded"),
  /// On a page that no tree reaches, or behind the high-water mark.
  FREE("free"),
  /// In bytes of a page in use that belong to nothing.
  SLACK("slack"),
  /// In a record of the write-ahead log.
  WAL("wal"),
  /// In a raft snapshot, a `.snap` file.
  RAFT("raft"),
  /// In bytes with no known structure around them.
  RAW("raw");

  private final String jsonName;

  Scope(String jsonName) {
    this.jsonName = jsonName;
  }

  /// Whether a read of etcd can still find it.
  boolean isInStore() {
    return switch (this) {
      case LIVE, SUPERSEDED -> true;
      case FREE, SLACK, WAL, RAFT, RAW -> false;
    };
  }

  public String jsonName() {
    return jsonName;
  }
}
