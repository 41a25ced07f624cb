package dev.snapseal.tools.caseindex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The records of one key, those of stores and those of logs apart, as rows bring them.
final class RecordLists {
  /// Different records of one revision that are looked through for one that is the same: backups of
  /// one cluster differ in none.
  private static final int MAX_COPIES = 100;

  private final Clusters clusters;
  private final Deque<TimelineRecord> stored = new ArrayDeque<>();
  private final Deque<TimelineRecord> logged = new ArrayDeque<>();
  private long omitted;

  RecordLists(Clusters clusters) {
    this.clusters = clusters;
  }

  /// Adds what the next row says.
  void add(Sighting sighting) {
    Deque<TimelineRecord> records = sighting.scope().isInLog() ? logged : stored;
    if (isNew(sighting, records)) {
      records.addLast(new TimelineRecord(sighting));
      if (records.size() > KeyTimeline.MAX_ENTRIES) {
        records.removeFirst();
        omitted++;
      }
    }
  }

  /// Whether it is no copy of a record that was seen; if it is one, it is added there.
  private boolean isNew(Sighting sighting, Deque<TimelineRecord> records) {
    Iterator<TimelineRecord> newestFirst = records.descendingIterator();
    for (int looked = 0; looked < MAX_COPIES && newestFirst.hasNext(); looked++) {
      TimelineRecord record = newestFirst.next();
      Sighting first = record.first();
      if (first.main() != sighting.main() || first.sub() != sighting.sub()) {
        return true;
      }
      if (first.isCopyOf(sighting)
          && record.isCompared() == (sighting.scope() == SightingScope.COMPARED)
          && cluster(first).equals(cluster(sighting))) {
        record.add(sighting);
        return false;
      }
    }
    return true;
  }

  private String cluster(Sighting sighting) {
    return clusters.clusterOf(sighting.evidence());
  }

  /// Older records that were left out.
  long omitted() {
    return omitted;
  }

  /// All records, one cluster after the other, each one's oldest first.
  List<TimelineRecord> merged() {
    Map<String, List<TimelineRecord>> storedByCluster = byCluster(stored);
    Map<String, List<TimelineRecord>> loggedByCluster = byCluster(logged);
    loggedByCluster.keySet().forEach(name -> storedByCluster.putIfAbsent(name, List.of()));
    List<TimelineRecord> merged = new ArrayList<>();
    storedByCluster.forEach(
        (cluster, records) ->
            merged.addAll(
                LogPlacement.merge(
                    records,
                    loggedByCluster.getOrDefault(cluster, List.of()),
                    entry -> clusters.isApplied(entry.first()))));
    return merged;
  }

  private Map<String, List<TimelineRecord>> byCluster(Iterable<TimelineRecord> records) {
    Map<String, List<TimelineRecord>> byCluster = new LinkedHashMap<>();
    for (TimelineRecord record : records) {
      byCluster.computeIfAbsent(cluster(record.first()), _ -> new ArrayList<>()).add(record);
    }
    return byCluster;
  }
}
