package dev.snapseal.tools.caseindex;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A record of one key, with every place where it was seen.
final class TimelineRecord {
  private final List<Sighting> sightings = new ArrayList<>();
  private OptionalLong raftIndex = OptionalLong.empty();

  TimelineRecord(Sighting first) {
    add(first);
  }

  void add(Sighting copy) {
    sightings.add(copy);
    if (copy.scope().isInLog() && raftIndex.isEmpty()) {
      raftIndex = OptionalLong.of(copy.sub());
    }
  }

  /// Adds what logs hold of the same value.
  void join(TimelineRecord logged) {
    logged.sightings.forEach(copy -> sightings.add(copy.placedAt(first())));
    raftIndex = logged.raftIndex;
  }

  Sighting first() {
    return sightings.getFirst();
  }

  List<Sighting> sightings() {
    return List.copyOf(sightings);
  }

  /// Of the entry in the log; empty if no log has the record.
  OptionalLong raftIndex() {
    return raftIndex;
  }

  boolean isCompared() {
    return first().scope() == SightingScope.COMPARED;
  }

  /// Whether it is only in logs, so that nothing says its revision.
  boolean isOnlyLogged() {
    return first().main() == 0 && first().scope().isInLog();
  }

  /// One evidence may have been added with keys that open what another's did not.
  Sighting bestKnown() {
    return sightings.stream()
        .filter(sighting -> sighting.plaintext().isPresent())
        .findFirst()
        .orElse(first());
  }
}
