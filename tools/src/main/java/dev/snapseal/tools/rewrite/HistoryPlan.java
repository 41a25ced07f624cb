package dev.snapseal.tools.rewrite;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.layout.RecordPlan;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Leaves out the records that etcd deletes when it compacts, and asks about the others.
///
/// Of each key's records up to the revision the newest stays, unless it is a tombstone from before
/// that revision; later ones all stay.
///
/// @see <a
///   href="https://github.com/etcd-io/etcd/blob/v3.7.1/server/storage/mvcc/kvstore_compaction.go">etcd
///   mvcc/kvstore_compaction.go</a>
final class HistoryPlan implements RecordPlan, AutoCloseable {
  private final RecordPlan kept;
  private final Optional<RevisionIndex> newest;
  private final long revision;

  private HistoryPlan(RecordPlan kept, Optional<RevisionIndex> newest, long revision) {
    this.kept = kept;
    this.newest = newest;
    this.revision = revision;
  }

  /// Keeps all of history.
  static HistoryPlan keepingAll(RecordPlan kept) {
    return new HistoryPlan(kept, Optional.empty(), 0);
  }

  /// Compacts.
  ///
  /// @param wanted main revision; empty: the current one
  /// @throws RewriteRefusedException if etcd would refuse to compact to that revision
  @SuppressWarnings("MustBeClosedChecker") // the plan owns the index from here on
  static HistoryPlan compactingTo(Snapshot source, Optional<Long> wanted, RecordPlan kept)
      throws IOException {
    long compacted = MetaValues.read(source).compactRevision().orElse(0);
    RevisionIndex all = RevisionIndex.build(source);
    long current = Math.max(Math.max(1, all.lastMain()), compacted);
    if (wanted.orElse(current) == current) {
      return new HistoryPlan(kept, Optional.of(all), current);
    }
    all.close();
    long revision = wanted.get();
    if (revision > current) {
      throw new RewriteRefusedException(
          source.file(),
          "revision %d is in the future: the last one is %d".formatted(revision, current));
    }
    if (revision < compacted) {
      throw new RewriteRefusedException(
          source.file(),
          "revision %d is gone: the file is compacted to %d".formatted(revision, compacted));
    }
    return new HistoryPlan(kept, Optional.of(RevisionIndex.build(source, revision)), revision);
  }

  /// Both revisions of compactions, so that no server begins one of its own at start.
  Map<String, byte[]> metaRows() {
    if (newest.isEmpty()) {
      return Map.of();
    }
    byte[] key = new Revision(revision, 0).toKeyBytes();
    return Map.of("scheduledCompactRev", key, "finishedCompactRev", key);
  }

  @Override
  public long newValueLength(RevisionRecord record) throws IOException {
    return newest.isPresent() && isCompacted(record, newest.get())
        ? DROP
        : kept.newValueLength(record);
  }

  private boolean isCompacted(RevisionRecord record, RevisionIndex index) {
    long main = record.revision().main();
    return main <= revision
        && (!index.isNewest(record) || (record.isTombstone() && main < revision));
  }

  @Override
  public void malformed(MalformedRecordException fault) throws IOException {
    kept.malformed(fault);
  }

  @Override
  public void close() {
    newest.ifPresent(RevisionIndex::close);
  }
}
