package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.BucketRoot;
import dev.snapseal.snapshot.kv.KeyValueLayout;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.layout.NewElement.NewBucket;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import java.io.IOException;

/// Compares a written file, opened by the ordinary reader, with the source, element by element.
///
/// That the trees lead to each page, and once, is the checker's to say
/// ([dev.snapseal.snapshot.check.SnapshotChecker]). Safe for use by several threads, each with
/// ranges of its own.
public final class SnapshotComparison {
  private final SnapshotPlan plan;
  private final SnapshotBytes before;
  private final Snapshot written;
  private final SnapshotBytes after;

  /// @param written the file that was made from the plan
  @SuppressWarnings("MissingSummary")
  public SnapshotComparison(SnapshotPlan plan, Snapshot written) {
    this.plan = plan;
    this.before = plan.source();
    this.written = written;
    this.after = written.bytes();
  }

  /// Compares the elements of a range; there are none on branch pages.
  ///
  /// @return how many were compared, those of inline buckets included
  /// @throws DifferenceException at the first difference
  public long compare(PageRange range, RecordComparer records) throws IOException {
    Level level = range.level();
    if (level.below().isPresent()) {
      return 0;
    }
    long compared = 0;
    for (long node = range.fromNode(); node < range.toNode(); node++) {
      if (!(written.pages().treePage(level.pageId(node)) instanceof LeafPage leaf)) {
        throw difference(level.pageId(node) * plan.pageSize(), "a leaf page was planned here");
      }
      compared += compare(leaf, level.first(node), level.end(node), records);
    }
    return compared;
  }

  private long compare(LeafPage leaf, long first, long end, RecordComparer records)
      throws IOException {
    if (leaf.count() != end - first) {
      throw difference(leaf.offset(), "the page has another number of elements than planned");
    }
    long compared = end - first;
    for (int i = 0; i < leaf.count(); i++) {
      LeafElement element = leaf.element(i);
      compared += compare(leaf, element, first + i, records);
    }
    return compared;
  }

  /// Compares one element.
  ///
  /// @return elements inside it, if it is an inline bucket
  private long compare(LeafPage leaf, LeafElement now, long element, RecordComparer records)
      throws IOException {
    ElementTable elements = plan.table();
    if (elements.isMade(element)) {
      return compareMade(leaf, now, elements.made(element), records);
    }
    LeafElement source = elements.source(element);
    if (now.isBucket()) {
      throw difference(now.offset(), "a bucket stands in the place of an element");
    }
    if (!isSame(source.keyOffset(), source.keyLength(), now.keyOffset(), now.keyLength())) {
      throw difference(now.keyOffset(), "the key is another than the source's");
    }
    if (elements.isRewritten(element)) {
      rewritten(leaf, source, now, element, records);
    } else {
      copied(leaf, source, now, element, records);
    }
    return 0;
  }

  private void copied(
      LeafPage leaf, LeafElement source, LeafElement now, long element, RecordComparer records)
      throws IOException {
    if (!isSame(source.valueOffset(), source.valueLength(), now.valueOffset(), now.valueLength())) {
      throw difference(now.valueOffset(), "the value is another than the source's");
    }
    if (plan.isRecord(element)) {
      try {
        records.copied(RevisionRecord.read(after, leaf.pageId(), now));
      } catch (MalformedRecordException _) {
        // What is no record in the source is none in the copy.
      }
    }
  }

  private void rewritten(
      LeafPage leaf, LeafElement source, LeafElement now, long element, RecordComparer records)
      throws IOException {
    RevisionRecord old;
    RevisionRecord made;
    try {
      old = RevisionRecord.read(before, 0, source);
      made = RevisionRecord.read(after, leaf.pageId(), now);
    } catch (MalformedRecordException e) {
      throw difference(now.valueOffset(), "the element is no record: " + e.getMessage());
    }
    boolean sameFields =
        isSame(
                old.recordOffset(),
                old.valueFieldOffset() - old.recordOffset(),
                made.recordOffset(),
                made.valueFieldOffset() - made.recordOffset())
            && isSame(
                old.valueEnd(),
                source.end() - old.valueEnd(),
                made.valueEnd(),
                now.end() - made.valueEnd());
    if (!sameFields
        || now.valueLength() != KeyValueLayout.rewrittenLength(old, made.valueLength())) {
      throw difference(now.valueOffset(), "another field than the value differs from the source's");
    }
    records.rewritten(element, old, made);
  }

  private long compareMade(LeafPage leaf, LeafElement now, NewElement made, RecordComparer records)
      throws IOException {
    if (!after.matches(now.keyOffset(), now.keyLength(), made.key())) {
      throw difference(now.keyOffset(), "the key is another than planned");
    }
    if (made instanceof NewElement.Row row) {
      if (now.isBucket() || !after.matches(now.valueOffset(), now.valueLength(), row.value())) {
        throw difference(now.valueOffset(), "the row is another than planned");
      }
      return 0;
    }
    NewBucket bucket = (NewBucket) made;
    if (!now.isBucket()) {
      throw difference(now.offset(), "a bucket was planned here");
    }
    BucketRoot root = written.pages().bucket(leaf.pageId(), now);
    if (root.sequence() != bucket.sequence()) {
      throw difference(now.valueOffset(), "the bucket has another sequence than the source's");
    }
    if (root instanceof BucketRoot.Inline inline) {
      return compare(inline.leaf(), bucket.first(), bucket.end(), records);
    }
    if (((BucketRoot.Paged) root).rootPageId() != bucket.rootPageId()) {
      throw difference(now.valueOffset(), "the bucket has another root page than planned");
    }
    return 0;
  }

  private boolean isSame(long offset, long length, long newOffset, long newLength) {
    return length == newLength && before.isSame(offset, length, after, newOffset);
  }

  private DifferenceException difference(long offset, String found) {
    return new DifferenceException(written.file(), offset, found);
  }
}
