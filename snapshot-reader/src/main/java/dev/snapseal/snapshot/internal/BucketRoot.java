package dev.snapseal.snapshot.internal;

import dev.snapseal.snapshot.page.LeafPage;

/// Where a bucket's elements are: on pages of their own, or inside the value that names the bucket.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/bucket.go">bbolt
///   bucket.go, InBucket</a>
public sealed interface BucketRoot {

  /// The bucket's own counter, 0 in etcd's files.
  long sequence();

  record Paged(long sequence, long rootPageId) implements BucketRoot {}

  record Inline(long sequence, LeafPage leaf) implements BucketRoot {}
}
