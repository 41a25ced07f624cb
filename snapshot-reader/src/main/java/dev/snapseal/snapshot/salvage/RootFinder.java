package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.BucketRoot;
import dev.snapseal.snapshot.internal.PageDecoder;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.MetaPage;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageType;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Finds the page that names the buckets: the one that the newest meta page leads to, or else the
/// newest image of it that survives anywhere.
///
/// Images of the root carry no transaction. But bucket `meta` lies inside them, and with every
/// commit in it that changes anything etcd raises `consistent_index`: the highest is the newest.
final class RootFinder {
  /// etcd makes ten.
  private static final int MOST_BUCKETS = 1 << 10;

  /// Of bucket `meta`; etcd writes six.
  private static final int MOST_ROWS = 1 << 6;

  private final SnapshotBytes bytes;
  private final SourceShape shape;
  private final PageClaims claims;
  private final PageDecoder decoder;
  private final Losses losses;
  private long otherBuckets;

  RootFinder(SnapshotBytes bytes, SourceShape shape, PageClaims claims, Losses losses)
      throws CorruptSnapshotException {
    this.bytes = bytes;
    this.shape = shape;
    this.claims = claims;
    this.losses = losses;
    this.decoder =
        new PageDecoder(
            bytes, new MetaPage(0, shape.pageSize(), 0, 0, MetaPage.NO_FREELIST, shape.pages(), 0));
  }

  /// The buckets of etcd's that a file names.
  ///
  /// @param pageId of the page that names them; 0 if there is none
  /// @param isWhole whether it is the newest, and none of its pages is lost: what it does not name
  ///   is not there
  /// @param otherBuckets how many it names that are not etcd's
  record Root(
      RootOrigin origin,
      long pageId,
      Map<EtcdBucket, BucketRoot> buckets,
      boolean isWhole,
      long otherBuckets) {
    static final Root NONE = new Root(RootOrigin.NONE, 0, Map.of(), false, 0);
  }

  Root find() {
    for (MetaPage meta : shape.metas()) {
      Optional<Map<EtcdBucket, BucketRoot>> buckets = bucketsBelow(meta.rootPageId());
      if (buckets.isPresent()) {
        RootOrigin origin =
            meta.equals(shape.metas().getFirst()) ? RootOrigin.META : RootOrigin.OLDER_META;
        boolean isWhole = origin == RootOrigin.META && losses.pageCount() == 0;
        return new Root(origin, meta.rootPageId(), buckets.get(), isWhole, otherBuckets);
      }
    }
    return newestImage();
  }

  private Root newestImage() {
    Root best = Root.NONE;
    Age bestAge = new Age(-1, -1);
    for (long page = claims.nextHead(2); page < shape.pages(); page = claims.nextHead(page + 1)) {
      Optional<Map<EtcdBucket, BucketRoot>> buckets = bucketsOn(page);
      if (buckets.isPresent()) {
        Age age = age(buckets.get());
        if (age.compareTo(bestAge) > 0) {
          best = new Root(RootOrigin.IMAGE, page, buckets.get(), false, otherBuckets);
          bestAge = age;
        }
      }
    }
    return best;
  }

  /// How new an image is, by what bucket `meta` says in it. Deleting what was compacted raises the
  /// second number and not the first.
  private record Age(long consistentIndex, long compacted) implements Comparable<Age> {
    @Override
    public int compareTo(Age other) {
      int byIndex = Long.compare(consistentIndex, other.consistentIndex);
      return byIndex == 0 ? Long.compare(compacted, other.compacted) : byIndex;
    }
  }

  /// Ten buckets of some hundred bytes each can need more than one page.
  private Optional<Map<EtcdBucket, BucketRoot>> bucketsBelow(long rootPageId) {
    if (claims.free(rootPageId, PageType.BRANCH).isEmpty()) {
      return bucketsOn(rootPageId);
    }
    otherBuckets = 0;
    Map<EtcdBucket, BucketRoot> buckets = new EnumMap<>(EtcdBucket.class);
    new TreeFollower(
            bytes,
            shape,
            claims,
            new TreeFollower.Visitor() {
              @Override
              public void leaf(PageHeader header) {
                addAll(header, buckets);
              }

              @Override
              public void lost(long pageId, PageLoss why) {
                losses.page(new Losses.LostPage(pageId, Optional.empty(), why));
              }
            })
        .follow(rootPageId);
    return Optional.of(buckets).filter(found -> found.containsKey(EtcdBucket.KEY));
  }

  /// The buckets that a leaf page names, one of them `key`; empty if it does not.
  private Optional<Map<EtcdBucket, BucketRoot>> bucketsOn(long pageId) {
    otherBuckets = 0;
    Map<EtcdBucket, BucketRoot> buckets = new EnumMap<>(EtcdBucket.class);
    claims.free(pageId, PageType.LEAF).ifPresent(header -> addAll(header, buckets));
    return Optional.of(buckets).filter(found -> found.containsKey(EtcdBucket.KEY));
  }

  private void addAll(PageHeader header, Map<EtcdBucket, BucketRoot> buckets) {
    if (header.count() > MOST_BUCKETS) {
      return;
    }
    try {
      if (decoder.treePage(header.id()) instanceof LeafPage leaf) {
        leaf.checkElements();
        for (int i = 0; i < leaf.count(); i++) {
          if (leaf.element(i).isBucket()) {
            add(header.id(), leaf.element(i), buckets);
          }
        }
      }
    } catch (CorruptSnapshotException e) {
      // A page that contradicts itself names nothing.
    }
  }

  private void add(long pageId, LeafElement element, Map<EtcdBucket, BucketRoot> buckets) {
    Optional<EtcdBucket> named = EtcdBucket.named(bytes, element.keyOffset(), element.keyLength());
    if (named.isEmpty()) {
      otherBuckets++;
      return;
    }
    try {
      buckets.putIfAbsent(named.get(), decoder.bucket(pageId, element));
    } catch (CorruptSnapshotException e) {
      // The other buckets are not affected.
    }
  }

  /// What bucket `meta` says, as long as it is one leaf.
  private Age age(Map<EtcdBucket, BucketRoot> buckets) {
    long index = 0;
    long compacted = 0;
    try {
      Optional<LeafPage> leaf = leaf(buckets.get(EtcdBucket.META));
      int count = leaf.map(LeafPage::count).filter(rows -> rows <= MOST_ROWS).orElse(0);
      for (int i = 0; i < count; i++) {
        LeafElement element = leaf.orElseThrow().element(i);
        if (isRow(element, MetaRow.CONSISTENT_INDEX) && element.valueLength() == Long.BYTES) {
          index = Math.max(0, bytes.bigEndian64(element.valueOffset()));
        } else if (isRow(element, MetaRow.FINISHED) && element.valueLength() >= Long.BYTES) {
          compacted = Math.max(0, bytes.bigEndian64(element.valueOffset()));
        }
      }
    } catch (CorruptSnapshotException e) {
      // An image of which nothing is known is the oldest.
    }
    return new Age(index, compacted);
  }

  private boolean isRow(LeafElement element, String key) {
    return bytes.matches(
        element.keyOffset(), element.keyLength(), key.getBytes(StandardCharsets.US_ASCII));
  }

  private Optional<LeafPage> leaf(BucketRoot root) throws CorruptSnapshotException {
    if (root instanceof BucketRoot.Inline inline) {
      return Optional.of(inline.leaf());
    }
    if (root instanceof BucketRoot.Paged paged
        && claims.isHead(paged.rootPageId())
        && decoder.treePage(paged.rootPageId()) instanceof LeafPage leaf) {
      return Optional.of(leaf);
    }
    return Optional.empty();
  }
}
