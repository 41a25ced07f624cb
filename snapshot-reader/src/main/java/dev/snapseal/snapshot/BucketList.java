package dev.snapseal.snapshot;

import dev.snapseal.snapshot.internal.PageDecoder;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The buckets on the leaf pages of a file's root, as a walk comes by them.
final class BucketList {
  private static final int MAX_BUCKETS = 1 << 16;

  private final PageDecoder pages;
  private final SnapshotBytes bytes;
  private final PageFaults faults;
  private final List<Bucket> buckets = new ArrayList<>();
  private final Set<EtcdBucket> seen = EnumSet.noneOf(EtcdBucket.class);

  /// @param faults told of elements that are no bucket, or that repeat the name of one of etcd's
  BucketList(PageDecoder pages, PageFaults faults) {
    this.pages = pages;
    this.bytes = pages.bytes();
    this.faults = faults;
  }

  /// Those of all leaves added.
  List<Bucket> buckets() {
    return List.copyOf(buckets);
  }

  void add(LeafPage leaf) throws CorruptSnapshotException {
    if (buckets.size() + leaf.count() > MAX_BUCKETS) {
      throw bytes.corrupt(
          leaf.pageId(),
          leaf.offset(),
          StructureRule.BUCKET_COUNT,
          "the file has more than " + MAX_BUCKETS + " buckets; etcd makes ten");
    }
    for (int i = 0; i < leaf.count(); i++) {
      try {
        buckets.add(bucketAt(leaf, i));
      } catch (CorruptSnapshotException fault) {
        faults.add(fault);
      }
    }
  }

  private Bucket bucketAt(LeafPage leaf, int index) throws CorruptSnapshotException {
    LeafElement element = leaf.element(index);
    if (!element.isBucket()) {
      throw bytes.corrupt(
          leaf.pageId(),
          element.offset(),
          StructureRule.ROOT_ELEMENT,
          "element " + index + " of the root bucket is no bucket");
    }
    return new Bucket(
        bytes.slice(element.keyOffset(), element.keyLength()),
        element,
        leaf.pageId(),
        pages.bucket(leaf.pageId(), element),
        known(leaf, element));
  }

  /// Names are unique. A search among equal ones ends at the first of a page: another is not
  /// etcd's.
  private Optional<EtcdBucket> known(LeafPage leaf, LeafElement element)
      throws CorruptSnapshotException {
    Optional<EtcdBucket> named = EtcdBucket.named(bytes, element.keyOffset(), element.keyLength());
    if (named.isEmpty() || seen.add(named.get())) {
      return named;
    }
    faults.add(
        bytes.corrupt(
            leaf.pageId(),
            element.offset(),
            StructureRule.KEY_ORDER,
            "a second bucket has the name '%s': etcd reads only one of them"
                .formatted(named.get().bucketName())));
    return Optional.empty();
  }
}
