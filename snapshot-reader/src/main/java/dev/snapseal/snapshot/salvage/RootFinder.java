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
import java.util.Map;
import java.util.Optional;

/// Finds the page that names the buckets: the one that the newest meta page leads to, or else the
/// newest image of it that survives anywhere.
///
/// Images of the root carry no transaction. But bucket `meta` lies inside them, and with every
/// commit in it that changes anything etcd raises `consistent_index`: the highest is the newest.
final class RootFinder {
  /// Of bucket `meta`; etcd writes six.
  private static final int MOST_ROWS = 1 << 6;

  private final SnapshotBytes bytes;
  private final SourceShape shape;
  private final PageClaims claims;
  private final PageDecoder decoder;
  private final Losses losses;

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
  /// @param names what it names; empty if there is no root
  /// @param isWhole whether it is the newest, and none of its pages is lost: what it does not name
  ///   is not there
  record Root(RootOrigin origin, long pageId, Optional<BucketNames> names, boolean isWhole) {
    static final Root NONE = new Root(RootOrigin.NONE, 0, Optional.empty(), false);

    Map<EtcdBucket, BucketRoot> buckets() {
      return names.map(BucketNames::buckets).orElse(Map.of());
    }

    /// Whether a bucket that it does not name was not there.
    boolean mayLackBucket() {
      return isWhole && names.stream().noneMatch(BucketNames::mayHideBucket);
    }

    /// Buckets that it names and that are not etcd's.
    long otherBuckets() {
      return names.map(BucketNames::otherBuckets).orElse(0L);
    }
  }

  Root find() {
    Root root = findRoot();
    root.names().ifPresent(names -> note(root.pageId(), names));
    return root;
  }

  private Root findRoot() {
    for (MetaPage meta : shape.metas()) {
      Optional<BucketNames> names = namesBelow(meta.rootPageId());
      if (names.isPresent()) {
        RootOrigin origin =
            meta.equals(shape.metas().getFirst()) ? RootOrigin.META : RootOrigin.OLDER_META;
        boolean isWhole = origin == RootOrigin.META && losses.pageCount() == 0;
        return new Root(origin, meta.rootPageId(), names, isWhole);
      }
    }
    return newestImage();
  }

  private void note(long pageId, BucketNames names) {
    names.mended().forEach(losses::mended);
    names.renamed().forEach(losses::renamed);
    for (EtcdBucket bucket : names.miscounted()) {
      losses.page(new Losses.LostPage(pageId, Optional.of(bucket), PageLoss.COUNT));
    }
  }

  private Root newestImage() {
    Root best = Root.NONE;
    Age bestAge = new Age(-1, -1);
    for (long page = claims.nextHead(2); page < shape.pages(); page = claims.nextHead(page + 1)) {
      Optional<BucketNames> names = namesOn(page);
      if (names.isPresent()) {
        Age age = age(names.get().buckets());
        if (age.compareTo(bestAge) > 0) {
          best = new Root(RootOrigin.IMAGE, page, names, false);
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
  private Optional<BucketNames> namesBelow(long rootPageId) {
    if (claims.free(rootPageId, PageType.BRANCH).isEmpty()) {
      Optional<BucketNames> names = namesOn(rootPageId);
      names.flatMap(_ -> claims.header(rootPageId)).ifPresent(this::noteCount);
      return names;
    }
    BucketNames names = names();
    new TreeFollower(bytes, shape, claims, visitor(names)).follow(rootPageId);
    names.mendNames();
    return Optional.of(names).filter(BucketNames::isRoot);
  }

  private void noteCount(PageHeader header) {
    if (!claims.isCounted(header)) {
      losses.page(new Losses.LostPage(header.id(), Optional.empty(), PageLoss.COUNT));
    } else if (claims.isMended(header)) {
      losses.mended(mended(header));
    }
  }

  private Losses.MendedCount mended(PageHeader header) {
    return new Losses.MendedCount(
        header.id(), Optional.empty(), claims.said(header), header.count());
  }

  private TreeFollower.Visitor visitor(BucketNames names) {
    return new TreeFollower.Visitor() {
      @Override
      public void leaf(PageHeader header) {
        names.add(header);
      }

      @Override
      public void lost(long pageId, PageLoss why) {
        losses.page(new Losses.LostPage(pageId, Optional.empty(), why));
      }

      @Override
      public void mended(PageHeader header) {
        losses.mended(RootFinder.this.mended(header));
      }
    };
  }

  /// The buckets that a leaf page names, one of them `key`; empty if it does not.
  private Optional<BucketNames> namesOn(long pageId) {
    BucketNames names = names();
    claims.free(pageId, PageType.LEAF).ifPresent(names::add);
    names.mendNames();
    return Optional.of(names).filter(BucketNames::isRoot);
  }

  private BucketNames names() {
    return new BucketNames(bytes, decoder, shape.pageSize());
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
