package dev.snapseal.snapshot;

import dev.snapseal.snapshot.internal.BucketRoot;
import dev.snapseal.snapshot.internal.PageDecoder;
import dev.snapseal.snapshot.internal.PageSet;
import dev.snapseal.snapshot.internal.PageTreeWalk;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.page.BranchElement;
import dev.snapseal.snapshot.page.BranchPage;
import dev.snapseal.snapshot.page.FreelistPage;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.MetaPage;
import dev.snapseal.snapshot.page.PageElement;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.TreePage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What every byte of a file is used for: pages the trees reach, free pages, slack, and what lies
/// behind.
///
/// The regions add up to the file's length. A page that no tree reaches is free whatever a stored
/// freelist says.
public final class PageUsage {
  private static final int MAX_NESTED_BUCKETS = 16;

  /// Keys of the only tree of etcd's that grows branches, but for a store of many leases or users.
  private static final int LONGEST_REVISION_KEY = Revision.TOMBSTONE_KEY_LENGTH;

  private final Snapshot snapshot;
  private final PageDecoder pages;
  private final PageSet reachable;
  private final Slack slack;
  private final PageFaults faults;
  private final List<ByteRange> dirtySlack = new ArrayList<>();
  private long branchPages;
  private long leafPages;
  private long freelistPages;
  private long overflowPages;
  private long branchBytes;
  private long leafBytes;
  private long freelistBytes;
  private long slackBytes;

  private PageUsage(Snapshot snapshot, Slack slack, PageFaults faults) {
    this.slack = slack;
    this.faults = faults;
    this.snapshot = snapshot;
    this.pages = snapshot.pages();
    this.reachable = new PageSet(snapshot.meta().highWaterMark());
  }

  /// Walks every tree of the file once.
  ///
  /// @param visitors shown each bucket and its leaf pages in passing
  public static PageUsage survey(Snapshot snapshot, BucketVisitor... visitors) throws IOException {
    return survey(new PageUsage(snapshot, Slack.COUNTED, PageFaults.THROWN), visitors);
  }

  /// The same, and every byte of slack is looked at: see [#dirtySlack].
  public static PageUsage surveyWithSlack(Snapshot snapshot, BucketVisitor... visitors)
      throws IOException {
    return survey(new PageUsage(snapshot, Slack.READ, PageFaults.THROWN), visitors);
  }

  /// The same of a file that may be damaged: what cannot be followed counts as reached by no tree.
  ///
  /// @param unread told what that is; it must be new
  /// @throws CorruptSnapshotException if the root of all buckets cannot be followed
  public static PageUsage surveyReadable(
      Snapshot snapshot, UnreadPages unread, BucketVisitor... visitors) throws IOException {
    return survey(new PageUsage(snapshot, Slack.READ, unread), visitors);
  }

  /// What is done with bytes that belong to nothing.
  private enum Slack {
    COUNTED,
    READ
  }

  private static PageUsage survey(PageUsage usage, BucketVisitor... visitors) throws IOException {
    Snapshot snapshot = usage.snapshot;
    usage.addMetaPages();
    for (Bucket bucket : snapshot.buckets(usage.newWalk(), usage.faults, usage::addPages)) {
      usage.addBucket(bucket, visitors);
    }
    usage.addFreelist();
    return usage;
  }

  /// Pages the trees and the freelist use, overflow pages included; meta pages not.
  public boolean isReachable(long pageId) {
    return reachable.contains(pageId);
  }

  /// Numbers of pages, as `info` shows them.
  public PageCounts counts() {
    long total = snapshot.meta().highWaterMark();
    return new PageCounts(
        total,
        total - 2 - reachable.size(),
        leafPages,
        branchPages,
        overflowPages,
        freelistPages,
        2);
  }

  /// The file's bytes by use; they add up to its length.
  public List<FileRegion> regions() {
    int pageSize = snapshot.meta().pageSize();
    long trailer = FileDigest.hasTrailer(snapshot) ? FileDigest.TRAILER_BYTES : 0;
    long behind = snapshot.length() - snapshot.imageLength() - trailer;
    return List.of(
        new FileRegion(FileRegion.Kind.META, 2L * MetaPage.USED_BYTES),
        new FileRegion(FileRegion.Kind.BRANCH, branchBytes),
        new FileRegion(FileRegion.Kind.LEAF, leafBytes),
        new FileRegion(FileRegion.Kind.FREELIST, freelistBytes),
        new FileRegion(FileRegion.Kind.SLACK, slackBytes),
        new FileRegion(FileRegion.Kind.FREE, counts().free() * pageSize),
        new FileRegion(FileRegion.Kind.BEYOND_HIGH_WATER_MARK, behind),
        new FileRegion(FileRegion.Kind.TRAILER, trailer));
  }

  /// Runs of pages that no tree reaches, and the bytes behind the high-water mark, in file order.
  public List<ByteRange> freeRanges() {
    List<ByteRange> ranges = new ArrayList<>();
    int pageSize = snapshot.meta().pageSize();
    long highWaterMark = snapshot.meta().highWaterMark();
    long start = reachable.nextOut(2);
    while (start < highWaterMark) {
      long stop = reachable.nextIn(start);
      ranges.add(new ByteRange(start * pageSize, stop * pageSize));
      start = reachable.nextOut(stop);
    }
    long end = snapshot.length() - (FileDigest.hasTrailer(snapshot) ? FileDigest.TRAILER_BYTES : 0);
    if (end > snapshot.imageLength()) {
      ranges.add(new ByteRange(snapshot.imageLength(), end));
    }
    return ranges;
  }

  /// Slack, and holes between the elements of a page, that hold bytes other than zero: bbolt leaves
  /// no holes, so a foreign writer or damage did. In [#regions] they count as part of their page.
  ///
  /// @throws IllegalStateException if this is no survey [#surveyWithSlack]
  public List<ByteRange> dirtySlack() {
    if (slack != Slack.READ) {
      throw new IllegalStateException("this survey did not look at slack");
    }
    return List.copyOf(dirtySlack);
  }

  private void addMetaPages() {
    int pageSize = snapshot.meta().pageSize();
    addSlack(MetaPage.USED_BYTES, pageSize);
    addSlack(pageSize + MetaPage.USED_BYTES, 2L * pageSize);
  }

  /// Behind the trees: a crafted freelist may claim pages of theirs, and what a tree holds counts.
  private void addFreelist() throws IOException {
    if (!snapshot.meta().hasFreelist()) {
      return;
    }
    FreelistPage freelist;
    try {
      freelist = claimFreelist();
    } catch (CorruptSnapshotException fault) {
      faults.add(fault);
      return;
    }
    if (slack == Slack.READ && !isList(freelist)) {
      dirtySlack.add(new ByteRange(freelist.offset() + PageHeader.SIZE, freelist.usedEnd()));
    }
    freelistPages = freelist.header().span();
    freelistBytes = freelist.usedEnd() - freelist.offset();
    addSlack(freelist.usedEnd(), freelist.end());
  }

  private FreelistPage claimFreelist() throws CorruptSnapshotException {
    FreelistPage freelist = pages.freelist();
    long pageId = freelist.pageId();
    long taken = reachable.addAll(pageId, freelist.header().span());
    if (taken >= 0) {
      throw snapshot
          .bytes()
          .corrupt(
              pageId,
              freelist.offset(),
              StructureRule.PAGE_MULTIPLE_REFERENCES,
              "the freelist takes pages %d to %d, and a tree uses page %d"
                  .formatted(pageId, pageId + freelist.header().overflow(), taken));
    }
    return freelist;
  }

  private void addBucket(Bucket bucket, BucketVisitor[] visitors) throws IOException {
    for (BucketVisitor visitor : visitors) {
      visitor.bucket(bucket);
    }
    if (bucket.root() instanceof BucketRoot.Inline inline) {
      newWalk().walk(inline, page -> show(page, visitors));
      return;
    }
    newWalk()
        .walk(
            (BucketRoot.Paged) bucket.root(),
            page -> {
              addPages(page);
              addNested(page, 1, visitors);
              show(page, visitors);
            });
  }

  private static void show(TreePage page, BucketVisitor[] visitors) throws IOException {
    if (page instanceof LeafPage leaf) {
      for (BucketVisitor visitor : visitors) {
        visitor.leaf(leaf);
      }
    }
  }

  private void addTree(BucketRoot root, int depth, BucketVisitor[] visitors) throws IOException {
    if (depth > MAX_NESTED_BUCKETS) {
      throw snapshot
          .bytes()
          .corrupt(
              StructureRule.BUCKET_TOO_DEEP,
              "buckets are nested deeper than " + MAX_NESTED_BUCKETS);
    }
    newWalk()
        .walk(
            root,
            page -> {
              addPages(page);
              addNested(page, depth, visitors);
              if (page instanceof LeafPage leaf) {
                for (BucketVisitor visitor : visitors) {
                  visitor.nestedLeaf(leaf);
                }
              }
            });
  }

  private PageTreeWalk newWalk() {
    return new PageTreeWalk(pages, reachable, faults);
  }

  /// A page of the root bucket, whose buckets are walked for themselves.
  private void addPages(TreePage page) throws IOException {
    // Not a switch: it is linked by generating a class, which takes a while at every start.
    if (page instanceof LeafPage leaf) {
      addLeaf(leaf);
    } else if (page instanceof BranchPage branch) {
      addBranch(branch);
    }
  }

  /// The trees of the buckets on a page of a bucket in so many others: etcd makes none.
  private void addNested(TreePage page, int depth, BucketVisitor[] visitors) throws IOException {
    if (!(page instanceof LeafPage leaf)) {
      return;
    }
    for (int i = 0; i < leaf.count(); i++) {
      LeafElement element = leaf.element(i);
      if (element.isBucket()) {
        addNested(leaf, element, depth, visitors);
      }
    }
  }

  private void addNested(LeafPage leaf, LeafElement element, int depth, BucketVisitor[] visitors)
      throws IOException {
    try {
      if (pages.bucket(leaf.pageId(), element) instanceof BucketRoot.Paged paged) {
        addTree(paged, depth + 1, visitors);
      }
    } catch (CorruptSnapshotException fault) {
      faults.add(fault);
    }
  }

  private void addBranch(BranchPage branch) throws IOException {
    branchPages++;
    long end = endOfElements(branch);
    branchBytes += end - branch.offset();
    addOverflow(branch, end);
    if (slack == Slack.READ) {
      addLongKeys(branch);
    }
  }

  private void addLeaf(LeafPage leaf) throws IOException {
    leafPages++;
    long end = endOfElements(leaf);
    leafBytes += end - leaf.offset();
    addOverflow(leaf, end);
  }

  /// Whether the ids ascend and are pages of the file; others may be anything.
  private boolean isList(FreelistPage freelist) {
    long before = 1;
    for (long i = 0; i < freelist.idCount(); i++) {
      long id = freelist.id(i);
      if (id <= before || id >= snapshot.meta().highWaterMark()) {
        return false;
      }
      before = id;
    }
    return true;
  }

  /// Where the elements end. bbolt sets them side by side; where they leave holes, anything may
  /// stand in those.
  private long endOfElements(TreePage page) throws IOException {
    long end = page.dataStart();
    boolean isDense = true;
    for (int i = 0; i < page.count(); i++) {
      PageElement element = page.element(i);
      isDense &= element.keyOffset() == end;
      end = Math.max(end, element.end());
    }
    if (!isDense) {
      addHoles(page);
    }
    return end;
  }

  private void addHoles(TreePage page) throws IOException {
    List<ByteRange> claimed = new ArrayList<>();
    for (int i = 0; i < page.count(); i++) {
      PageElement element = page.element(i);
      claimed.add(new ByteRange(element.keyOffset(), element.end()));
    }
    PageHoles.between(page.dataStart(), claimed).forEach(hole -> look(hole.start(), hole.end()));
  }

  private void addLongKeys(BranchPage branch) throws IOException {
    for (int i = 0; i < branch.count(); i++) {
      BranchElement element = branch.element(i);
      if (element.keyLength() > LONGEST_REVISION_KEY) {
        dirtySlack.add(new ByteRange(element.keyOffset(), element.end()));
      }
    }
  }

  private void addOverflow(TreePage page, long usedEnd) {
    overflowPages += page.header().overflow();
    addSlack(usedEnd, page.end());
  }

  private void addSlack(long start, long end) {
    slackBytes += end - start;
    look(start, end);
  }

  private void look(long start, long end) {
    if (slack == Slack.READ && !snapshot.bytes().isZero(start, end)) {
      dirtySlack.add(new ByteRange(start, end));
    }
  }
}
