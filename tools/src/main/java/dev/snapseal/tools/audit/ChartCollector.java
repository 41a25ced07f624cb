package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.PageUsage;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.UnreadPages;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.chart.ByteMapCollector;
import dev.snapseal.tools.chart.RevisionHistogram;
import java.util.Optional;

/// Gathers what there is to draw of one file, in a byte a page and a bounded number of counters.
final class ChartCollector implements AuditObserver {
  /// As many as a screen shows at once.
  private static final int MAX_CELLS = 2400;

  private static final int MAX_COLUMNS = 96;

  private static final String OTHER_NAMES = "(other names)";

  private final Snapshot snapshot;
  private final RevisionIndex index;
  private final ByteMapCollector<PageContent> pages;

  /// Made with the first value: until then the index does not know the last revision.
  private Optional<RevisionHistogram<FileCharts.Stored>> revisions = Optional.empty();

  /// @param index complete when the first value is judged
  ChartCollector(Snapshot snapshot, RevisionIndex index) {
    this.snapshot = snapshot;
    this.index = index;
    this.pages =
        new ByteMapCollector<>(PageContent.class, lengthOf(snapshot), snapshot.meta().pageSize());
  }

  /// Without the trailer, which is no page.
  private static long lengthOf(Snapshot snapshot) {
    return snapshot.length() - (FileDigest.hasTrailer(snapshot) ? FileDigest.TRAILER_BYTES : 0);
  }

  @Override
  public void value(RevisionRecord record, Scope scope, ValueState state, EncryptionPrefix prefix) {
    pages.mark(
        record.recordOffset(),
        record.recordOffset() + record.recordLength(),
        PageContent.of(scope, state));
    histogram()
        .add(record.revision().main(), new FileCharts.Stored(state, prefix, !scope.isInStore()));
  }

  @Override
  public void piece(ByteRange range, Scope scope, ValueState state) {
    pages.mark(range.start(), range.end(), PageContent.of(scope, state));
  }

  private synchronized RevisionHistogram<FileCharts.Stored> histogram() {
    if (revisions.isEmpty()) {
      revisions = Optional.of(new RevisionHistogram<>(index.lastMain(), ChartCollector::folded));
    }
    return revisions.get();
  }

  /// What was gathered; to be called when all values are judged.
  FileCharts charts(PageUsage usage, UnreadPages unread, AuditScope scope) {
    markUsage(usage, scope);
    int pageSize = snapshot.meta().pageSize();
    for (CorruptSnapshotException fault : unread.kept()) {
      fault.pageId().ifPresent(page -> markUnread(page, pageSize));
    }
    return new FileCharts(
        snapshot.file(), pageSize, pages.map(MAX_CELLS), histogram().counts(MAX_COLUMNS));
  }

  /// @param page as its parent has it, not checked
  private void markUnread(long page, int pageSize) {
    if (page >= 0 && page < snapshot.meta().highWaterMark()) {
      pages.mark(page * pageSize, (page + 1) * pageSize, PageContent.UNREAD);
    }
  }

  private static FileCharts.Stored folded(FileCharts.Stored stored) {
    return stored.prefix().provider() == Provider.IDENTITY
        ? stored
        : new FileCharts.Stored(
            stored.state(),
            new EncryptionPrefix(stored.prefix().provider(), OTHER_NAMES),
            stored.isLeftover());
  }

  /// Between the free ranges lies what trees use.
  private void markUsage(PageUsage usage, AuditScope scope) {
    long used = 0;
    for (ByteRange free : usage.freeRanges()) {
      pages.mark(used, free.start(), PageContent.STRUCTURE);
      if (!scope.includesFreeSpace()) {
        pages.mark(free.start(), free.end(), PageContent.UNEXAMINED);
      }
      used = free.end();
    }
    pages.mark(used, snapshot.length(), PageContent.STRUCTURE);
  }
}
