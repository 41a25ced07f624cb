package dev.snapseal.tools.history;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.history.KeyHistory.State;
import dev.snapseal.tools.lookup.FreeRecords;
import dev.snapseal.tools.lookup.KeyQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;

/// The records of the key that is meant, in the store and in free space.
///
/// @param found oldest first, copies behind the record in the store
/// @param omitted older ones that were not kept
record KeyRecords(List<Found> found, long omitted) {
  private static final Comparator<Found> BY_AGE =
      Comparator.comparing((Found found) -> found.record().revision())
          .thenComparing(Found::state)
          .thenComparingLong(found -> found.record().recordOffset());

  /// @param record valid as long as the snapshot is open
  record Found(RevisionRecord record, State state) {}

  static KeyRecords collect(Snapshot snapshot, KeyQuery query, HistoryReader.Reach reach)
      throws IOException {
    Collector collector = new Collector(query);
    snapshot.forEachRevision(collector);
    if (reach == HistoryReader.Reach.FREE_SPACE) {
      FreeRecords.carve(
          snapshot,
          record -> collector.add(record, State.FREE),
          record -> collector.add(record, State.SLACK));
    }
    return collector.ofLikeliestKey();
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /// Keeps the newest records of every key that may be meant.
  private static final class Collector implements RecordVisitor {
    private final KeyQuery query;
    private final TreeMap<Integer, OneKey> byRank = new TreeMap<>();

    Collector(KeyQuery query) {
      this.query = query;
    }

    @Override
    public void record(RevisionRecord record) {
      add(record, record.isTombstone() ? State.TOMBSTONE : State.SUPERSEDED);
    }

    @Override
    public void malformed(MalformedRecordException fault) {
      // It has no key that could be meant.
    }

    KeyRecords ofLikeliestKey() {
      return byRank.isEmpty()
          ? new KeyRecords(List.of(), 0)
          : byRank.firstEntry().getValue().records();
    }

    private void add(RevisionRecord record, State state) {
      query
          .rank(record.key())
          .ifPresent(
              rank ->
                  byRank.computeIfAbsent(rank, r -> new OneKey()).add(new Found(record, state)));
    }
  }

  /// The newest records of one key.
  private static final class OneKey {
    private final PriorityQueue<Found> kept = new PriorityQueue<>(BY_AGE);
    private Revision newest = new Revision(0, 0);
    private long omitted;

    void add(Found found) {
      if (!found.state().isCopy() && found.record().revision().compareTo(newest) > 0) {
        newest = found.record().revision();
      }
      kept.add(found);
      if (kept.size() > KeyHistory.MAX_ENTRIES) {
        kept.poll();
        omitted++;
      }
    }

    KeyRecords records() {
      List<Found> found = new ArrayList<>(kept);
      found.sort(BY_AGE);
      return new KeyRecords(found.stream().map(this::judged).toList(), omitted);
    }

    private Found judged(Found found) {
      boolean isLive =
          found.state() == State.SUPERSEDED && found.record().revision().equals(newest);
      return isLive ? new Found(found.record(), State.LIVE) : found;
    }
  }
}
