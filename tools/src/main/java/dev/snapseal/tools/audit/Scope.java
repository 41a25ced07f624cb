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
  SLACK("slack");

  private final String jsonName;

  Scope(String jsonName) {
    this.jsonName = jsonName;
  }

  /// Whether a read of etcd can still find it.
  boolean isInStore() {
    return switch (this) {
      case LIVE, SUPERSEDED -> true;
      case FREE, SLACK -> false;
    };
  }

  public String jsonName() {
    return jsonName;
  }
}
