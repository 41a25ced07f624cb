package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.Fnv1a64;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.page.MetaPage;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A new snapshot, every page of it fixed before a byte is written: the source's buckets and
/// elements without its free pages, slack and freelist, in its page size, some records with other
/// values or left out.
///
/// What bbolt asks of a file that it will write to is kept: a branch key is its child's first key,
/// pages have no holes, and both meta pages name the same tree, as in a snapshot that etcd makes.
/// Safe for use by several threads, each through a writer of its own, as long as the source is
/// open.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/tx.go">bbolt tx.go, WriteTo</a>
public final class SnapshotPlan implements AutoCloseable {
  private static final int META_MAGIC = 0xED0CDAED;
  private static final int META_VERSION = 2;
  private static final int CHECKSUM_OFFSET = MetaPage.USED_BYTES - Long.BYTES;

  /// bbolt's own first transactions.
  private static final long MIN_TXID = 2;

  private static final long MAX_TXID = 1L << 62;

  private final SnapshotBytes source;
  private final FileHead head;
  private final ElementTable elements;
  private final NodeTable nodes;
  private final List<Level> levels;
  private final long rootPageId;
  private final long highWaterMark;
  private final long keyFirst;
  private final long keyEnd;
  private final long dropped;

  SnapshotPlan(
      SnapshotBytes source,
      FileHead head,
      ElementTable elements,
      NodeTable nodes,
      List<Level> levels,
      long rootPageId,
      long highWaterMark,
      long keyFirst,
      long keyEnd,
      long dropped) {
    this.source = source;
    this.head = head;
    this.elements = elements;
    this.nodes = nodes;
    this.levels = levels;
    this.rootPageId = rootPageId;
    this.highWaterMark = highWaterMark;
    this.keyFirst = keyFirst;
    this.keyEnd = keyEnd;
    this.dropped = dropped;
  }

  /// Plans a copy of `source`, which must stay open and unchanged.
  ///
  /// @param records asked what becomes of each record
  /// @param metaRows rows of bucket `meta` that take the place of the source's, or are added
  /// @throws dev.snapseal.snapshot.CorruptSnapshotException if the source is damaged, or no file
  ///   that etcd makes
  public static SnapshotPlan of(Snapshot source, RecordPlan records, Map<String, byte[]> metaRows)
      throws IOException {
    return new SnapshotPlanner(source, records, metaRows).plan();
  }

  /// Plans a file of etcd's out of elements, wherever in `source` they were found.
  ///
  /// @param buckets asked once each, in the order of their names
  public static SnapshotPlan of(
      SnapshotBytes source, FileHead head, Map<EtcdBucket, BucketContent> buckets) {
    FilePlanner planner = new FilePlanner(source, head);
    try {
      return planner.finish(
          buckets.entrySet().stream()
              .sorted(Comparator.comparing(entry -> entry.getKey().bucketName()))
              .map(entry -> bucket(planner, entry.getKey(), entry.getValue()))
              .toList());
    } catch (RuntimeException e) {
      planner.close();
      throw e;
    }
  }

  private static NewElement bucket(FilePlanner planner, EtcdBucket bucket, BucketContent content) {
    FilePlanner.BucketTree tree = planner.begin();
    content.forEach(
        new BucketContent.Sink() {
          @Override
          public void place(long keyOffset, int keyLength, int valueLength) {
            tree.place(keyOffset, keyLength, valueLength);
          }

          @Override
          public void row(byte[] key, byte[] value) {
            tree.add(new NewElement.Row(key, value));
          }
        });
    if (bucket == EtcdBucket.KEY) {
      tree.areRecords();
    }
    return tree.end(bucket.nameBytes(), 0);
  }

  /// Bytes of the new file without a trailer.
  public long imageLength() {
    return highWaterMark * pageSize();
  }

  public int pageSize() {
    return head.pageSize();
  }

  /// Elements of all buckets, the buckets themselves included.
  public long elements() {
    return elements.size();
  }

  /// Records left out.
  public long dropped() {
    return dropped;
  }

  /// Both meta pages, the file's first bytes.
  public byte[] metaPages() {
    int pageSize = pageSize();
    byte[] pages = new byte[2 * pageSize];
    // The source's: what is written anew without a change is the same, byte for byte. In a crafted
    // file it may be so high that bbolt's next one would be 0.
    long txid = head.txid();
    long newest = txid >= MIN_TXID && txid < MAX_TXID ? txid : MIN_TXID;
    meta(pages, 0, newest);
    meta(pages, 1, newest - 1);
    return pages;
  }

  private void meta(byte[] pages, int pageId, long txid) {
    int start = pageId * pageSize();
    ByteBuffer page =
        ByteBuffer.wrap(pages, start, MetaPage.USED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    page.putLong(pageId).putShort((short) PageType.META.flag()).putShort((short) 0).putInt(0);
    page.putInt(META_MAGIC).putInt(META_VERSION).putInt(pageSize()).putInt(0);
    page.putLong(rootPageId).putLong(head.rootSequence());
    page.putLong(MetaPage.NO_FREELIST).putLong(highWaterMark).putLong(txid);
    page.putLong(Fnv1a64.of(pages, start + PageHeader.SIZE, CHECKSUM_OFFSET - PageHeader.SIZE));
  }

  /// All pages but the meta pages, in file order, cut into ranges of about `bytes`.
  public List<PageRange> ranges(long bytes) {
    List<PageRange> ranges = new ArrayList<>();
    long pages = Math.max(1, bytes / pageSize());
    for (Level level : levels) {
      long from = level.from();
      while (from < level.to()) {
        long firstPage = level.pageId(from);
        long last = nodes.nodeAt(from, level.to(), firstPage + pages - 1);
        long endPage = level.pageId(last) + level.span(last);
        ranges.add(
            new PageRange(
                level, from, last + 1, firstPage * pageSize(), (endPage - firstPage) * pageSize()));
        from = last + 1;
      }
    }
    return ranges;
  }

  /// A writer for the calling thread.
  ///
  /// @param values makes the new values; nobody else's meanwhile
  public PageWriter newWriter(ValueWriter values, PageTarget target) {
    return new PageWriter(source, elements, pageSize(), values, target);
  }

  ElementTable table() {
    return elements;
  }

  SnapshotBytes source() {
    return source;
  }

  /// Whether the element is of bucket `key`.
  boolean isRecord(long element) {
    return element >= keyFirst && element < keyEnd;
  }

  @Override
  public void close() {
    elements.close();
    nodes.close();
  }
}
