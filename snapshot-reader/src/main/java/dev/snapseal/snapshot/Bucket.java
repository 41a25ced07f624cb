package dev.snapseal.snapshot;

import dev.snapseal.snapshot.internal.BucketRoot;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.page.LeafElement;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A named set of keys, as bbolt keeps it.
///
/// @param nameSegment the name as stored, a slice of the file
/// @param element the leaf element that names the bucket
/// @param pageId page of that element
/// @param root where its own elements are
/// @param known which of etcd's buckets it is; empty for others, and for one that has the name of a
///   bucket before it
public record Bucket(
    MemorySegment nameSegment,
    LeafElement element,
    long pageId,
    BucketRoot root,
    Optional<EtcdBucket> known) {

  /// Whether this is what etcd finds under that bucket's name.
  public boolean is(EtcdBucket bucket) {
    return known.isPresent() && known.get() == bucket;
  }

  /// The name for people; bytes that are not UTF-8 become U+FFFD.
  public String name() {
    byte[] name = nameSegment.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    return new String(name, StandardCharsets.UTF_8);
  }

  /// The bucket's own counter, 0 in etcd's files.
  public long sequence() {
    return root.sequence();
  }
}
