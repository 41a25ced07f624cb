package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.BucketRoot;
import dev.snapseal.snapshot.internal.PageSet;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.RecordCarver;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.page.BranchElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageType;
import java.io.IOException;
import java.util.Optional;

/// Takes the records of bucket `key`: those of the tree, those below branches that no root leads to
/// any more, those on single leaf pages, and, if asked for, those on no page.
final class RecordCollector implements AutoCloseable {
  private static final int VALUE_TAG = 0x2A;

  private final SnapshotBytes bytes;
  private final SourceShape shape;
  private final PageClaims claims;
  private final Losses losses;
  private final FoundElements found;
  private final LeafReader leaves;
  private final RecordReader records;
  private boolean isFollowed;
  private boolean isWhole;

  RecordCollector(SnapshotBytes bytes, SourceShape shape, PageClaims claims, Losses losses) {
    this.bytes = bytes;
    this.shape = shape;
    this.claims = claims;
    this.losses = losses;
    this.found = new FoundElements(bytes);
    this.leaves = new LeafReader(bytes, shape);
    this.records = new RecordReader(bytes, leaves, found, losses);
  }

  FoundElements found() {
    return found;
  }

  /// Whether the newest tree was followed, and no page of it is lost.
  boolean isWhole() {
    return isWhole;
  }

  boolean isFollowed() {
    return isFollowed;
  }

  /// Follows the bucket from where the root names it.
  ///
  /// @param origin [FoundElements#REACHED] if that is the newest root, or [FoundElements#FOLLOWED]
  /// @param isNewest whether no newer tree can have been: that this one is empty says so of the
  ///   bucket
  /// @param isCounted whether the bucket, if inline, has as many elements as it had
  void follow(BucketRoot root, int origin, boolean isNewest, boolean isCounted) {
    isFollowed = true;
    found.openAtStart();
    TreeVisitor visitor = new TreeVisitor(origin);
    switch (root) {
      case BucketRoot.Inline inline -> followInline(inline.leaf(), visitor, isCounted);
      case BucketRoot.Paged paged ->
          new TreeFollower(bytes, shape, claims, visitor).follow(paged.rootPageId());
    }
    endTree(visitor, isNewest);
  }

  private void followInline(LeafPage leaf, TreeVisitor visitor, boolean isCounted) {
    if (!isCounted) {
      visitor.gap();
    }
    if (!records.readInline(leaf, visitor.origin) || !isCounted) {
      visitor.gap();
    }
  }

  /// What stands behind the last record of the newest tree is not refuted by it. Pages of a commit
  /// whose meta page was never written, or whose branch is damaged, may have it; and etcd applies
  /// nothing to its file that the cluster has not agreed on.
  private void endTree(TreeVisitor visitor, boolean isNewest) {
    found.endRun();
    boolean isReached = visitor.origin == FoundElements.REACHED;
    isWhole = isReached && visitor.isWhole;
    if (isWhole && isNewest && found.size() == 0) {
      found.coverAll();
    }
  }

  /// Tells the runs of a tree.
  private final class TreeVisitor implements TreeFollower.Visitor {
    private final int origin;
    private boolean isWhole = true;

    TreeVisitor(int origin) {
      this.origin = origin;
    }

    @Override
    public void leaf(PageHeader header) {
      records.read(header, end(header, header.span()), origin);
    }

    @Override
    public void gap() {
      found.endRun();
      isWhole = false;
    }

    @Override
    public void mended(PageHeader header) {
      if (origin != FoundElements.IMAGE) {
        losses.mended(
            new Losses.MendedCount(
                header.id(), Optional.of(EtcdBucket.KEY), claims.said(header), header.count()));
      }
    }

    @Override
    public void lost(long pageId, PageLoss why) {
      gap();
      boolean isLoss =
          origin == FoundElements.REACHED || (origin == FoundElements.FOLLOWED && why.isDamage());
      if (isLoss) {
        losses.page(new Losses.LostPage(pageId, Optional.of(EtcdBucket.KEY), why));
      }
    }
  }

  private long end(PageHeader header, long span) {
    return (header.id() + span) * shape.pageSize();
  }

  /// Follows the branches that are left without a root: those first that no other leads to.
  void followBranches() {
    PageSet children = new PageSet(shape.pages());
    TreeFollower follower =
        new TreeFollower(bytes, shape, claims, new TreeVisitor(FoundElements.IMAGE));
    forEachBranch(follower, header -> addChildren(header, children));
    forEachBranch(
        follower,
        header -> {
          if (!children.contains(header.id())) {
            follow(follower, header);
          }
        });
    forEachBranch(follower, header -> follow(follower, header));
  }

  private void follow(TreeFollower follower, PageHeader header) {
    found.endRun();
    follower.follow(header.id());
    found.endRun();
  }

  private interface HeaderVisitor {
    void header(PageHeader header);
  }

  private void forEachBranch(TreeFollower follower, HeaderVisitor visitor) {
    for (long page = claims.nextHead(2); page < shape.pages(); page = claims.nextHead(page + 1)) {
      claims.free(page, PageType.BRANCH).filter(follower::isOfRevisions).ifPresent(visitor::header);
    }
  }

  private void addChildren(PageHeader header, PageSet children) {
    long at = header.id() * shape.pageSize() + PageHeader.SIZE;
    for (int i = 0; i < header.count(); i++) {
      long child = bytes.u64(at + (long) i * BranchElement.SIZE + 8);
      if (child >= 0 && child < shape.pages()) {
        children.add(child);
      }
    }
  }

  /// Takes the records of a leaf that no tree leads to.
  void addPage(PageHeader header, long span) {
    found.endRun();
    records.read(header, end(header, span), FoundElements.IMAGE);
    found.endRun();
  }

  /// Takes what is found by its shape between the pages that are somebody's.
  void carve() throws IOException {
    RecordCarver carver = new RecordCarver(bytes, shape.pageSize());
    long end = shape.pages() * shape.pageSize();
    for (long page = claims.nextFree(2); page < shape.pages(); ) {
      long stop = claims.nextClaimed(page);
      ByteRange range =
          new ByteRange(page * shape.pageSize(), Math.min(end, stop * shape.pageSize()));
      carver.carve(range, new Carved(range.end()));
      page = claims.nextFree(stop);
    }
    found.endRun();
  }

  private final class Carved implements RecordCarver.Visitor {
    private final long end;

    Carved(long end) {
      this.end = end;
    }

    @Override
    public void record(RevisionRecord record) {
      long behind = record.recordOffset() + record.recordLength();
      boolean isCut = record.valueLength() == 0 && behind < end && bytes.u8(behind) == VALUE_TAG;
      if (!isCut) {
        found.add(
            record.recordOffset(),
            record.revisionKeyLength(),
            (int) (record.recordLength() - record.revisionKeyLength()),
            FoundElements.CARVED);
      }
    }

    @Override
    public void gap(ByteRange range) {
      // Nothing of etcd's.
    }
  }

  LeafReader leaves() {
    return leaves;
  }

  @Override
  public void close() {
    found.close();
  }
}
