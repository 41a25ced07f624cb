package dev.snapseal.snapshot;

import dev.snapseal.snapshot.page.LeafPage;
import java.io.IOException;

/// Takes the top-level buckets of a file in bbolt's order, each with its leaf pages in key order.
///
/// One walk serves several visitors: reading a file's pages for the first time is what costs.
public interface BucketVisitor {

  /// A bucket begins.
  void bucket(Bucket bucket) throws IOException;

  /// Elements of the bucket that began last; an inline bucket has one leaf, inside its value.
  void leaf(LeafPage leaf) throws IOException;

  /// A leaf page of a bucket inside that bucket, at any depth; etcd makes none.
  default void nestedLeaf(LeafPage leaf) throws IOException {}
}
