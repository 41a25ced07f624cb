package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.BucketRoot;
import dev.snapseal.snapshot.internal.PageDecoder;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The buckets that the leaf pages of one root name, and what had to be mended to read them.
final class BucketNames {
  /// etcd makes ten.
  private static final int MOST_BUCKETS = 1 << 10;

  private static final int BUCKET_HEADER_SIZE = 16;

  private final SnapshotBytes bytes;
  private final PageDecoder decoder;
  private final int pageSize;
  private final Map<EtcdBucket, BucketRoot> buckets = new EnumMap<>(EtcdBucket.class);
  private final Set<EtcdBucket> miscounted = EnumSet.noneOf(EtcdBucket.class);
  private final List<Losses.MendedCount> mended = new ArrayList<>();
  private final List<Losses.RenamedBucket> renamed = new ArrayList<>();
  private final List<Unknown> unknown = new ArrayList<>();
  private boolean hasUnreadable;

  BucketNames(SnapshotBytes bytes, PageDecoder decoder, int pageSize) {
    this.bytes = bytes;
    this.decoder = decoder;
    this.pageSize = pageSize;
  }

  /// A bucket whose name is not one of etcd's, or a row, which etcd's root has none of.
  private record Unknown(long pageId, LeafElement element) {}

  /// Adds what a page names; nothing if it contradicts itself.
  void add(PageHeader header) {
    if (header.count() > MOST_BUCKETS) {
      return;
    }
    long offset = header.id() * pageSize;
    try {
      LeafPage leaf =
          new LeafPage(bytes, header.id(), header, offset, offset + header.span() * pageSize);
      leaf.checkElements();
      for (int i = 0; i < leaf.count(); i++) {
        add(header.id(), leaf.element(i));
      }
    } catch (CorruptSnapshotException e) {
      // A page that contradicts itself names nothing.
    }
  }

  private void add(long pageId, LeafElement element) {
    EtcdBucket.named(bytes, element.keyOffset(), element.keyLength())
        .filter(_ -> element.isBucket())
        .ifPresentOrElse(
            bucket -> add(bucket, pageId, element),
            () -> unknown.add(new Unknown(pageId, element)));
  }

  /// @return whether the bucket could be read
  private boolean add(EtcdBucket bucket, long pageId, LeafElement element) {
    if (buckets.containsKey(bucket)) {
      return false;
    }
    try {
      Optional<LeafPage> inline = inline(bucket, pageId, element);
      buckets.put(
          bucket,
          inline.isPresent()
              ? new BucketRoot.Inline(bytes.u64(element.valueOffset() + 8), inline.get())
              : decoder.bucket(pageId, element));
      return true;
    } catch (CorruptSnapshotException e) {
      // The other buckets are not affected.
      hasUnreadable = true;
      return false;
    }
  }

  /// The leaf inside a bucket's value, if there is one, with as many elements as it has.
  private Optional<LeafPage> inline(EtcdBucket bucket, long pageId, LeafElement element)
      throws CorruptSnapshotException {
    long start = element.valueOffset() + BUCKET_HEADER_SIZE;
    boolean isInline =
        element.valueLength() >= BUCKET_HEADER_SIZE + PageHeader.SIZE
            && bytes.u64(element.valueOffset()) == 0
            && bytes.u16(start + 8) == PageType.LEAF.flag();
    if (!isInline) {
      return Optional.empty();
    }
    NodeCount count = new NodeCount(bytes, PageType.LEAF, start, element.end());
    int best = count.best();
    PageHeader header =
        new PageHeader(bytes.u64(start), PageType.LEAF, best, bytes.u32(start + 12));
    LeafPage leaf = new LeafPage(bytes, pageId, header, start, element.end());
    if (!count.agrees(best)) {
      miscounted.add(bucket);
    } else if (best != count.said()) {
      mended.add(new Losses.MendedCount(pageId, Optional.of(bucket), count.said(), best));
    }
    return Optional.of(leaf);
  }

  /// Takes an element that is one bit away from naming a bucket that is missing: that bit was
  /// damaged, and what it leads to was not.
  void mendNames() {
    for (Unknown other : List.copyOf(unknown)) {
      Optional<EtcdBucket> meant = meant(other.element);
      if (meant.isPresent() && add(meant.get(), other.pageId, other.element)) {
        unknown.remove(other);
        renamed.add(
            new Losses.RenamedBucket(
                other.pageId, meant.get(), other.element.keyOffset(), other.element.keyLength()));
      }
    }
  }

  private Optional<EtcdBucket> meant(LeafElement element) {
    for (EtcdBucket bucket : EtcdBucket.values()) {
      if (!buckets.containsKey(bucket) && isOneBitAway(element, bucket.nameBytes())) {
        return Optional.of(bucket);
      }
    }
    return Optional.empty();
  }

  private boolean isOneBitAway(LeafElement element, byte[] name) {
    if (element.keyLength() != name.length) {
      return false;
    }
    int bits = element.isBucket() ? 0 : 1;
    for (int i = 0; i < name.length; i++) {
      bits += Integer.bitCount(bytes.u8(element.keyOffset() + i) ^ name[i]);
    }
    return bits == 1;
  }

  boolean isRoot() {
    return buckets.containsKey(EtcdBucket.KEY);
  }

  Map<EtcdBucket, BucketRoot> buckets() {
    return buckets;
  }

  /// Inline buckets that may have had more rows than can be found.
  Set<EtcdBucket> miscounted() {
    return miscounted;
  }

  /// Numbers of elements that were wrong and could be found.
  List<Losses.MendedCount> mended() {
    return mended;
  }

  List<Losses.RenamedBucket> renamed() {
    return renamed;
  }

  /// Whether a bucket that is not named here may be one whose name or value is damaged.
  boolean mayHideBucket() {
    return hasUnreadable || !unknown.isEmpty();
  }

  /// How many are not etcd's.
  long otherBuckets() {
    return unknown.size();
  }
}
