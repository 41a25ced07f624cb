package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.KeyTimeline.Change;
import dev.snapseal.tools.caseindex.KeyTimeline.Entry;
import dev.snapseal.tools.caseindex.KeyTimeline.Seen;
import dev.snapseal.tools.lookup.KeyQuery;
import dev.snapseal.tools.report.SafeText;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Collects the sightings of one key.
final class TimelineReader implements AutoCloseable {
  /// Different records of one revision that are looked through for one that is the same: backups of
  /// one cluster differ in none.
  private static final int MAX_COPIES = 100;

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
    Deque<List<Sighting>> records = new ArrayDeque<>();
    long omitted = 0;
    for (boolean more = rows.seek(start);
        more && SightingRows.isAt(rows.key(), start);
        more = rows.next()) {
      Sighting row = store.parse(rows, SightingRows::read);
      Optional<Sighting> sighting = clusters.numberOf(row.evidence()).map(row::of);
      if (sighting.isPresent() && isNew(sighting.get(), records)) {
        records.addLast(new ArrayList<>(List.of(sighting.get())));
        if (records.size() > KeyTimeline.MAX_ENTRIES) {
          records.removeFirst();
          omitted++;
        }
      }
    }
    return new KeyTimeline(SafeText.etcdKey(key), entries(records), omitted);
  }

  /// Whether it is no copy of a record that was seen; if it is one, it is added there.
  private boolean isNew(Sighting sighting, Deque<List<Sighting>> records) {
    Iterator<List<Sighting>> newestFirst = records.descendingIterator();
    for (int looked = 0; looked < MAX_COPIES && newestFirst.hasNext(); looked++) {
      List<Sighting> record = newestFirst.next();
      Sighting first = record.getFirst();
      if (first.main() != sighting.main() || first.sub() != sighting.sub()) {
        return true;
      }
      if (first.isCopyOf(sighting)
          && isCompared(first) == isCompared(sighting)
          && cluster(first).equals(cluster(sighting))) {
        record.add(sighting);
        return false;
      }
    }
    return true;
  }

  private static boolean isCompared(Sighting sighting) {
    return sighting.scope() == SightingScope.COMPARED;
  }

  private String cluster(Sighting sighting) {
    return clusters.clusterOf(sighting.evidence());
  }

  private List<Entry> entries(Iterable<List<Sighting>> records) throws CaseException {
    List<Entry> entries = new ArrayList<>();
    Map<String, Sighting> before = new HashMap<>();
    for (List<Sighting> record : records) {
      Sighting known = bestKnown(record);
      if (known.scope() == SightingScope.COMPARED) {
        entries.add(entry(record, known, Change.COMPARED));
        continue;
      }
      String line = cluster(known) + (known.scope() == SightingScope.WAL ? " log" : "");
      entries.add(entry(record, known, change(known, Optional.ofNullable(before.get(line)))));
      before.put(line, known);
    }
    return entries;
  }

  /// One evidence may have been added with keys that open what another's did not.
  private static Sighting bestKnown(List<Sighting> record) {
    return record.stream()
        .filter(sighting -> sighting.plaintext().isPresent())
        .findFirst()
        .orElse(record.getFirst());
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

  private Entry entry(List<Sighting> record, Sighting known, Change change) throws CaseException {
    String cluster = cluster(known);
    return new Entry(
        cluster.equals(Clusters.UNKNOWN) ? Optional.empty() : Optional.of(cluster),
        known.main(),
        known.sub(),
        known.version(),
        known.createRevision(),
        known.prefix(),
        known.sizeBytes(),
        known.content(),
        change,
        times.of(known),
        record.stream()
            .map(sighting -> new Seen(sighting.evidence(), sighting.scope()))
            .sorted(Comparator.comparingInt(Seen::evidence).thenComparing(Seen::scope))
            .toList());
  }

  @Override
  public void close() {
    times.close();
  }
}
