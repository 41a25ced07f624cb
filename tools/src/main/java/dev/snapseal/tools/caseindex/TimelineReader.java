package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.KeyTimeline.Change;
import dev.snapseal.tools.caseindex.KeyTimeline.Entry;
import dev.snapseal.tools.caseindex.KeyTimeline.Seen;
import dev.snapseal.tools.lookup.KeyQuery;
import dev.snapseal.tools.report.SafeText;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Collects the sightings of one key.
final class TimelineReader implements AutoCloseable {
  private final IndexStore store;
  private final Clusters clusters;
  private final RevisionTimes times;

  TimelineReader(IndexStore store, Clusters clusters) {
    this.store = store;
    this.clusters = clusters;
    this.times = new RevisionTimes(store, clusters);
  }

  /// The key that is meant, if any evidence has it.
  Optional<KeyTimeline> read(KeyQuery query) throws CaseException {
    try (RowCursor rows = store.recordCursor()) {
      Optional<byte[]> key = likeliestKey(query, rows);
      return key.isPresent() ? Optional.of(read(key.get(), rows)) : Optional.empty();
    }
  }

  private Optional<byte[]> likeliestKey(KeyQuery query, RowCursor rows) throws CaseException {
    for (byte[] key : query.likelyKeys()) {
      byte[] start = SightingRows.start(key);
      if (rows.seek(start) && SightingRows.isAt(rows.key(), start)) {
        return Optional.of(key);
      }
    }
    return searchedKey(query, rows);
  }

  /// Goes from key to key; of each only the first row is read.
  private Optional<byte[]> searchedKey(KeyQuery query, RowCursor rows) throws CaseException {
    Optional<byte[]> best = Optional.empty();
    int bestRank = Integer.MAX_VALUE;
    boolean more = rows.first();
    while (more && bestRank > 0) {
      byte[] key = store.parse(rows, (row, _) -> SightingRows.etcdKey(row));
      OptionalInt rank = query.rank(MemorySegment.ofArray(key));
      if (rank.isPresent() && rank.getAsInt() < bestRank) {
        best = Optional.of(key);
        bestRank = rank.getAsInt();
      }
      more = rows.seek(SightingRows.behind(key));
    }
    return best;
  }

  private KeyTimeline read(byte[] key, RowCursor rows) throws CaseException {
    byte[] start = SightingRows.start(key);
    RecordLists records = new RecordLists(clusters);
    for (boolean more = rows.seek(start);
        more && SightingRows.isAt(rows.key(), start);
        more = rows.next()) {
      Sighting row = store.parse(rows, SightingRows::read);
      clusters.numberOf(row.evidence()).map(row::of).ifPresent(records::add);
    }
    List<TimelineRecord> all = records.merged();
    int omitted = Math.max(0, all.size() - KeyTimeline.MAX_ENTRIES);
    return new KeyTimeline(
        SafeText.etcdKey(key),
        entries(all.subList(omitted, all.size())),
        records.omitted() + omitted);
  }

  private String cluster(Sighting sighting) {
    return clusters.clusterOf(sighting.evidence());
  }

  private List<Entry> entries(List<TimelineRecord> records) throws CaseException {
    List<Entry> entries = new ArrayList<>();
    Map<String, Sighting> before = new HashMap<>();
    Map<String, Sighting> inStoreBefore = new HashMap<>();
    for (TimelineRecord record : records) {
      Sighting known = record.bestKnown();
      if (record.isCompared()) {
        entries.add(entry(record, known, Change.COMPARED));
        continue;
      }
      String cluster = cluster(known);
      Optional<Sighting> nearest = Optional.ofNullable(before.get(cluster));
      if (record.isOnlyLogged()) {
        entries.add(entry(record, known, change(known, nearest)));
      } else {
        // What the log alone has may never have been applied.
        Optional<Sighting> stored = Optional.ofNullable(inStoreBefore.get(cluster));
        entries.add(
            entry(
                record,
                known,
                change(known, known.version() == 1 ? stored : stored.or(() -> nearest))));
        inStoreBefore.put(cluster, known);
      }
      before.put(cluster, known);
    }
    return entries;
  }

  private static Change change(Sighting sighting, Optional<Sighting> before) {
    if (sighting.isTombstone()) {
      return Change.DELETED;
    }
    if (before.isEmpty() || before.get().isTombstone()) {
      return Change.FIRST;
    }
    if (isSame(sighting.plaintext(), before.get().plaintext())) {
      return Change.REENCRYPTED;
    }
    if (isSame(sighting.data(), before.get().data())) {
      return Change.METADATA;
    }
    return sighting.data().isPresent() && before.get().data().isPresent()
        ? Change.CHANGED
        : Change.UNKNOWN;
  }

  private static boolean isSame(Optional<Fingerprint> one, Optional<Fingerprint> other) {
    return one.isPresent() && one.equals(other);
  }

  private Entry entry(TimelineRecord record, Sighting known, Change change) throws CaseException {
    String cluster = cluster(known);
    return new Entry(
        Clusters.uid(cluster),
        known.main(),
        known.sub(),
        known.version(),
        known.createRevision(),
        known.prefix(),
        known.sizeBytes(),
        known.content(),
        change,
        times.of(known),
        record.raftIndex(),
        record.sightings().stream()
            .map(sighting -> new Seen(sighting.evidence(), sighting.scope()))
            .sorted(Comparator.comparingInt(Seen::evidence).thenComparing(Seen::scope))
            .toList());
  }

  @Override
  public void close() {
    times.close();
  }
}
