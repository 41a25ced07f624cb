package dev.snapseal.snapshot;

/// How many bytes of a file serve one purpose.
public record FileRegion(Kind kind, long bytes) {

  /// The purposes, which together cover a file.
  public enum Kind {
    /// The fields of both meta pages.
    META("meta"),
    /// Branch pages as far as they hold something.
    BRANCH("branch"),
    /// Leaf pages as far as they hold something: all that the trees store.
    LEAF("leaf"),
    /// The stored freelist.
    FREELIST("freelist"),
    /// Bytes of pages in use that belong to nothing.
    SLACK("slack"),
    /// Pages that no tree reaches.
    FREE("free"),
    /// What lies behind the last page in use, in the copy of a live file.
    BEYOND_HIGH_WATER_MARK("beyondHighWaterMark"),
    /// The SHA-256 that etcd appends to a snapshot.
    TRAILER("trailer");

    private final String jsonName;

    Kind(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }
}
