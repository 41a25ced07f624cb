package dev.snapseal.snapshot;

import dev.snapseal.testdata.BucketBuilder;
import dev.snapseal.testdata.SnapshotBuilder;

/// Buckets inside buckets.
public final class Nesting {
  private Nesting() {}

  /// A file whose innermost bucket has `depth` names on its path.
  public static SnapshotBuilder of(int depth) {
    return SnapshotBuilder.snapshot().bucket("b1", bucket -> nest(bucket, depth - 1));
  }

  private static void nest(BucketBuilder bucket, int more) {
    bucket.ownPages();
    if (more > 0) {
      bucket.bucket("b", inner -> nest(inner, more - 1));
    }
  }
}
