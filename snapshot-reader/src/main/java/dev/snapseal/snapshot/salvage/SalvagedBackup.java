package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.layout.BucketContent;
import dev.snapseal.snapshot.layout.FileHead;
import dev.snapseal.snapshot.layout.SnapshotPlan;
import dev.snapseal.snapshot.page.MetaPage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// What is left of a damaged backup: the records and rows that the newest tree held, as far as they
/// survive, ready to be laid out as a new file.
///
/// Nothing of the file is trusted. The tree of the valid meta page is followed as far as it goes.
/// Whatever it no longer reaches is found page by page, and [RecordJudge] decides what of that the
/// tree held. Belongs to one thread; the file must stay open.
public final class SalvagedBackup implements AutoCloseable {
  /// What goes into the new file.
  public enum Include {
    /// What the newest tree held.
    TREE,
    /// Also what it did not hold any more: old images of leaf pages, and records on no page at all.
    FREE
  }

  /// Records by where they were found.
  ///
  /// @param reached by the tree, from its root
  /// @param orphaned that no page leads to any more, and that nothing says were deleted
  /// @param free that the newest tree did not hold: deleted, compacted, never committed, or, if
  ///   [Include#FREE], on no page
  /// @param written those that are in the new file
  public record Records(long reached, long orphaned, long free, long written) {}

  private static final int PAGES_AT_LEAST = 3;

  private final SnapshotBytes bytes;
  private final SourceShape shape;
  private final Include include;
  private final Losses losses = new Losses();
  private final PageClaims claims;
  private final RecordCollector records;
  private final Map<EtcdBucket, RowCollector> rows = new EnumMap<>(EtcdBucket.class);
  private final BucketShape shapes;
  private final RecordJudge judge;
  private RootOrigin rootOrigin = RootOrigin.NONE;
  private long rootPageId;
  private long otherBuckets;
  private Revisions revisions = Revisions.NONE;

  private SalvagedBackup(SnapshotBytes bytes, SourceShape shape, Include include) {
    this.bytes = bytes;
    this.shape = shape;
    this.include = include;
    this.claims = new PageClaims(bytes, shape);
    this.shapes = new BucketShape(bytes);
    this.records = new RecordCollector(bytes, shape, claims, losses);
    this.judge = new RecordJudge(bytes, records.found(), losses);
    for (EtcdBucket bucket : EtcdBucket.values()) {
      if (bucket != EtcdBucket.KEY) {
        rows.put(bucket, new RowCollector(bucket, bytes, shapes, losses));
      }
    }
  }

  /// Reads a file.
  ///
  /// @throws CorruptSnapshotException if there is nothing of etcd in it
  public static SalvagedBackup of(SnapshotBytes bytes, Include include) throws IOException {
    Optional<SourceShape> shape = SourceShape.of(bytes);
    if (shape.isEmpty() || shape.get().pages() < PAGES_AT_LEAST) {
      throw nothing(bytes);
    }
    SalvagedBackup backup = new SalvagedBackup(bytes, shape.get(), include);
    try {
      backup.read();
      return backup;
    } catch (IOException | RuntimeException e) {
      backup.close();
      throw e;
    }
  }

  private static CorruptSnapshotException nothing(SnapshotBytes bytes) {
    return bytes.corrupt(StructureRule.ETCD_BUCKETS, "there is nothing of etcd in it");
  }

  private void read() throws IOException {
    RootFinder.Root root = new RootFinder(bytes, shape, claims, losses).find();
    rootOrigin = root.origin();
    if (shape.mayLackCommit(bytes)) {
      losses.lastCommit();
    }
    rootPageId = root.pageId();
    otherBuckets = root.otherBuckets();
    if (rootOrigin != RootOrigin.META) {
      shape.meta().ifPresent(this::noteLostRoot);
    }
    follow(root);
    if (!records.isWhole()) {
      records.followBranches();
    }
    new LeafSweep(shape, claims, shapes, records, rows).run();
    if (include == Include.FREE) {
      records.carve();
    }
    rows.values().forEach(RowCollector::sort);
    rows.get(EtcdBucket.META).requireRow(MetaRow.CONSISTENT_INDEX);
    judge.judge(compactRevision(MetaRow.FINISHED));
    if (judge.hasOrphanBehindTree()) {
      losses.lastCommit();
    }
    revisions = Revisions.of(bytes, records.found(), this::isWritten, knownCompaction(), losses);
    new LostRecords(bytes, shape, records.found(), losses).note();
    if (revisions.written() == 0 && rows.values().stream().allMatch(r -> r.taken() == 0)) {
      throw nothing(bytes);
    }
  }

  private void noteLostRoot(MetaPage meta) {
    long pageId = meta.rootPageId();
    PageLoss why = claims.isHead(pageId) ? PageLoss.NO_BUCKETS : PageLoss.of(bytes, shape, pageId);
    losses.page(new Losses.LostPage(pageId, Optional.empty(), why));
  }

  private void follow(RootFinder.Root root) {
    int origin = root.origin() == RootOrigin.META ? FoundElements.REACHED : FoundElements.FOLLOWED;
    Set<EtcdBucket> miscounted = root.names().map(BucketNames::miscounted).orElse(Set.of());
    if (root.buckets().containsKey(EtcdBucket.KEY)) {
      records.follow(
          root.buckets().get(EtcdBucket.KEY),
          origin,
          !losses.lastCommitMayBeLost(),
          !miscounted.contains(EtcdBucket.KEY));
    }
    rows.forEach(
        (bucket, collector) -> {
          if (root.buckets().containsKey(bucket)) {
            collector.follow(root.buckets().get(bucket), shape, claims, records.leaves());
          } else if (bucket == EtcdBucket.CLUSTER && root.mayLackBucket()) {
            collector.noneNeeded();
          }
        });
    miscounted.stream().filter(rows::containsKey).forEach(bucket -> rows.get(bucket).mayLackRows());
  }

  /// What bucket `meta` says; that it says nothing counts only if it is the newest.
  private OptionalLong knownCompaction() {
    long compacted =
        Math.max(compactRevision(MetaRow.FINISHED), compactRevision(MetaRow.SCHEDULED));
    boolean isNewest = rootOrigin == RootOrigin.META && rows.get(EtcdBucket.META).taken() > 0;
    return compacted > 0 || isNewest ? OptionalLong.of(compacted) : OptionalLong.empty();
  }

  private long compactRevision(String key) {
    return rows.get(EtcdBucket.META)
        .row(key)
        .map(row -> bytes.bigEndian64(row.valueOffset()))
        .orElse(0L);
  }

  private boolean isWritten(long element) {
    return switch (records.found().verdict(element)) {
      case REACHED, ORPHANED -> true;
      case FREE -> include == Include.FREE && !records.found().isBroken(element);
      case NONE, DUPLICATE, LOST -> false;
    };
  }

  /// Page size, pages and meta pages of the source.
  public SourceShape shape() {
    return shape;
  }

  /// Where the names of the buckets were read.
  public RootOrigin rootOrigin() {
    return rootOrigin;
  }

  /// Buckets that are not etcd's, which the new file does not have.
  public long otherBuckets() {
    return otherBuckets;
  }

  /// The page with the names of the buckets; 0 if there is none.
  public long rootPageId() {
    return rootPageId;
  }

  public Losses losses() {
    return losses;
  }

  public Records records() {
    return new Records(
        judge.count(RecordVerdict.REACHED),
        judge.count(RecordVerdict.ORPHANED),
        judge.count(RecordVerdict.FREE),
        revisions.written());
  }

  /// First and last main revision of the new file, and which one it is compacted to.
  public Revisions revisions() {
    return revisions;
  }

  /// Where each bucket comes from, in the order of [EtcdBucket].
  public List<SalvagedBucket> buckets() {
    List<SalvagedBucket> facts = new ArrayList<>();
    facts.add(
        new SalvagedBucket(
            EtcdBucket.KEY,
            records.isFollowed()
                ? sourceBelowRoot()
                : revisions.written() > 0
                    ? SalvagedBucket.Source.PAGES
                    : SalvagedBucket.Source.MADE,
            records.isWhole(),
            revisions.written()));
    rows.values().forEach(collector -> facts.add(collector.facts(rootOrigin)));
    return facts;
  }

  private SalvagedBucket.Source sourceBelowRoot() {
    return rootOrigin == RootOrigin.META
        ? SalvagedBucket.Source.TREE
        : SalvagedBucket.Source.FOUND_ROOT;
  }

  /// Lays out the new file; this must stay open as long as it.
  public SnapshotPlan plan() {
    Map<EtcdBucket, BucketContent> contents = new EnumMap<>(EtcdBucket.class);
    contents.put(EtcdBucket.KEY, this::forEachRecord);
    rows.forEach((bucket, collector) -> contents.put(bucket, collector::forEach));
    if (rows.get(EtcdBucket.META).taken() == 0) {
      contents.put(EtcdBucket.META, sink -> metaRows().forEach((k, v) -> sink.row(bytesOf(k), v)));
    }
    long txid = shape.meta().map(MetaPage::txid).orElse(0L);
    return SnapshotPlan.of(bytes, new FileHead(shape.pageSize(), 0, txid), contents);
  }

  private static byte[] bytesOf(String key) {
    return key.getBytes(StandardCharsets.US_ASCII);
  }

  /// What etcd needs where nothing of bucket `meta` is left. A restore writes its own
  /// `consistent_index` and `term`; that both compactions are the same keeps a server from
  /// beginning one.
  private Map<String, byte[]> metaRows() {
    Map<String, byte[]> made = new TreeMap<>();
    made.put(MetaRow.CONSISTENT_INDEX, ByteBuffer.allocate(Long.BYTES).putLong(1).array());
    made.put(MetaRow.TERM, ByteBuffer.allocate(Long.BYTES).putLong(1).array());
    if (revisions.compacted() > 0) {
      byte[] key = new Revision(revisions.compacted(), 0).toKeyBytes();
      made.put(MetaRow.SCHEDULED, key);
      made.put(MetaRow.FINISHED, key);
    }
    return made;
  }

  private void forEachRecord(BucketContent.Sink sink) {
    FoundElements found = records.found();
    for (long place = 0; place < found.size(); place++) {
      long element = found.sorted(place);
      if (isWritten(element)) {
        sink.place(found.keyOffset(element), found.keyLength(element), found.valueLength(element));
      }
    }
  }

  @Override
  public void close() {
    records.close();
    rows.values().forEach(RowCollector::close);
  }
}
