package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.kv.EtcdBucket;

/// Where a bucket of the new file comes from.
///
/// @param isWhole whether all of its tree was read
/// @param rows elements that the new file has
public record SalvagedBucket(EtcdBucket bucket, Source source, boolean isWhole, long rows) {
  /// What led to the rows.
  public enum Source {
    /// The tree of the valid meta page.
    TREE("tree"),
    /// The tree below a root that no valid meta page leads to, or only the older one.
    FOUND_ROOT("found-root"),
    /// Leaf pages of the bucket's form that no tree leads to.
    PAGES("pages"),
    /// Nothing: it is new, and empty but for what etcd needs.
    MADE("made");

    private final String jsonName;

    Source(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }
}
