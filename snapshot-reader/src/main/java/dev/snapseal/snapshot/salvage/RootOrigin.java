package dev.snapseal.snapshot.salvage;

/// Where the names of a file's buckets were read.
public enum RootOrigin {
  /// The page that the valid meta page leads to.
  META("meta"),
  /// The page that the other meta page leads to: one commit earlier.
  OLDER_META("older-meta"),
  /// The newest image of such a page that is left.
  IMAGE("image"),
  /// Nowhere.
  NONE("none");

  private final String jsonName;

  RootOrigin(String jsonName) {
    this.jsonName = jsonName;
  }

  public String jsonName() {
    return jsonName;
  }
}
