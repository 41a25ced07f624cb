package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.BucketRoot;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.layout.BucketContent;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.PageHeader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Takes the rows of one of the buckets that hold no history: what its tree leads to, and, if that
/// is not all, what leaf pages of its form hold besides.
final class RowCollector implements AutoCloseable {
  private final EtcdBucket bucket;
  private final SnapshotBytes bytes;
  private final BucketShape shapes;
  private final Losses losses;
  private final FoundElements found;
  private boolean isFollowed;
  private boolean isWhole;
  private long taken;

  RowCollector(EtcdBucket bucket, SnapshotBytes bytes, BucketShape shapes, Losses losses) {
    this.bucket = bucket;
    this.bytes = bytes;
    this.shapes = shapes;
    this.losses = losses;
    this.found = new FoundElements(bytes);
  }

  /// Follows the bucket from where the root names it.
  void follow(BucketRoot root, SourceShape shape, PageClaims claims, LeafReader leaves) {
    isFollowed = true;
    isWhole = true;
    switch (root) {
      case BucketRoot.Inline inline -> takeInline(inline.leaf());
      case BucketRoot.Paged paged ->
          new TreeFollower(bytes, shape, claims, visitor(shape, claims, leaves))
              .follow(paged.rootPageId());
    }
  }

  /// Notes that the newest root does not name the bucket, and that it need not: a restore deletes
  /// `cluster`, and the server makes it again when it starts.
  ///
  /// @see <a
  ///   href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/storage/schema/membership.go">etcd
  ///   schema/membership.go, TrimCluster</a>
  void noneNeeded() {
    isWhole = true;
  }

  /// Notes that the bucket may have had more rows than its tree led to.
  void mayLackRows() {
    isWhole = false;
  }

  private void takeInline(LeafPage leaf) {
    try {
      leaf.checkElements();
      for (int i = 0; i < leaf.count(); i++) {
        take(leaf.element(i), FoundElements.FOLLOWED);
      }
    } catch (CorruptSnapshotException e) {
      unreadable();
    }
  }

  private TreeFollower.Visitor visitor(SourceShape shape, PageClaims claims, LeafReader leaves) {
    return new TreeFollower.Visitor() {
      @Override
      public void leaf(PageHeader header) {
        long end = (header.id() + header.span()) * shape.pageSize();
        leaves.read(header, end, rows(FoundElements.FOLLOWED));
      }

      @Override
      public void mended(PageHeader header) {
        losses.mended(
            new Losses.MendedCount(
                header.id(), Optional.of(bucket), claims.said(header), header.count()));
      }

      @Override
      public void lost(long pageId, PageLoss why) {
        isWhole = false;
        losses.page(new Losses.LostPage(pageId, Optional.of(bucket), why));
      }
    };
  }

  private LeafReader.Visitor rows(int origin) {
    return new LeafReader.Visitor() {
      @Override
      public void element(LeafElement element) {
        take(element, origin);
      }

      @Override
      public void cut(LeafElement element) {
        unreadable();
      }

      @Override
      public void unreadable() {
        RowCollector.this.unreadable();
      }
    };
  }

  private void unreadable() {
    isWhole = false;
    losses.unreadableElement();
  }

  private void take(LeafElement element, int origin) {
    if (element.isBucket() || element.keyLength() == 0 || isMalformed(element)) {
      unreadable();
      return;
    }
    found.add(element.keyOffset(), element.keyLength(), element.valueLength(), origin);
  }

  /// What etcd stops at. Rows that it reads by name may be those of a later version.
  private boolean isMalformed(LeafElement element) {
    return switch (bucket) {
      case LEASE, ALARM, MEMBERS, MEMBERS_REMOVED ->
          !shapes.of(element).equals(Optional.of(bucket));
      case META -> !MetaRow.isWellFormed(bytes, element) || shapes.isAlmostNamed(element);
      case CLUSTER, AUTH -> shapes.isAlmostNamed(element);
      case KEY, AUTH_USERS, AUTH_ROLES -> false;
    };
  }

  /// Takes what a page holds that no tree leads to, unless the bucket was read whole.
  void addPage(PageHeader header, long end, LeafReader leaves) {
    if (isWhole) {
      return;
    }
    found.endRun();
    leaves.read(
        header,
        end,
        new LeafReader.Visitor() {
          @Override
          public void element(LeafElement element) {
            if (shapes.of(element).equals(Optional.of(bucket))) {
              found.add(
                  element.keyOffset(),
                  element.keyLength(),
                  element.valueLength(),
                  FoundElements.IMAGE);
            }
          }

          @Override
          public void cut(LeafElement element) {}

          @Override
          public void unreadable() {}
        });
    found.endRun();
  }

  /// Of rows with one key the first counts: those of the tree come first.
  void sort() {
    found.sort();
    long before = -1;
    for (long place = 0; place < found.size(); place++) {
      long element = found.sorted(place);
      boolean repeats = before >= 0 && hasSameKey(before, element);
      found.decide(element, repeats ? RecordVerdict.DUPLICATE : RecordVerdict.REACHED);
      taken += repeats ? 0 : 1;
      before = element;
    }
  }

  private boolean hasSameKey(long one, long other) {
    return bytes.compare(
            found.keyOffset(one),
            found.keyLength(one),
            found.keyOffset(other),
            found.keyLength(other))
        == 0;
  }

  /// Notes that a row that every server writes is missing, if it is: its name was lost.
  void requireRow(String key) {
    if (isFollowed && taken > 0 && row(key).isEmpty()) {
      isWhole = false;
    }
  }

  /// The offset and length of the value under a key.
  Optional<LeafElement> row(String key) {
    byte[] wanted = key.getBytes(StandardCharsets.US_ASCII);
    for (long element = 0; element < found.size(); element++) {
      boolean isTaken = found.verdict(element) == RecordVerdict.REACHED;
      long keyOffset = found.keyOffset(element);
      if (isTaken && bytes.matches(keyOffset, found.keyLength(element), wanted)) {
        return Optional.of(
            new LeafElement(
                keyOffset, 0, keyOffset, found.keyLength(element), found.valueLength(element)));
      }
    }
    return Optional.empty();
  }

  /// Where the rows come from.
  SalvagedBucket facts(RootOrigin root) {
    SalvagedBucket.Source source;
    if (isFollowed) {
      source =
          root == RootOrigin.META ? SalvagedBucket.Source.TREE : SalvagedBucket.Source.FOUND_ROOT;
    } else {
      source = taken > 0 ? SalvagedBucket.Source.PAGES : SalvagedBucket.Source.MADE;
    }
    return new SalvagedBucket(bucket, source, isWhole, taken);
  }

  /// Hands over the rows.
  void forEach(BucketContent.Sink sink) {
    for (long place = 0; place < found.size(); place++) {
      long element = found.sorted(place);
      if (found.verdict(element) == RecordVerdict.REACHED) {
        sink.place(found.keyOffset(element), found.keyLength(element), found.valueLength(element));
      }
    }
  }

  long taken() {
    return taken;
  }

  @Override
  public void close() {
    found.close();
  }
}
