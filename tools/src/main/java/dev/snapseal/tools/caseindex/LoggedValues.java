package dev.snapseal.tools.caseindex;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Readable values of one key in write-ahead logs, until a store says at which revisions they were
/// written: it holds the same bytes.
final class LoggedValues {
  /// Different values that are kept: no Secret is written so often.
  private static final int MAX_VALUES = 100_000;

  private final Map<Fingerprint, Map<Integer, Sighting>> byBytes = new LinkedHashMap<>();
  private final Set<Fingerprint> placed = new HashSet<>();

  /// Keeps one sighting for each log and value.
  ///
  /// @return whether there was room
  boolean add(Sighting sighting) {
    if (byBytes.size() >= MAX_VALUES && !byBytes.containsKey(sighting.stored())) {
      return false;
    }
    byBytes
        .computeIfAbsent(sighting.stored(), _ -> new LinkedHashMap<>())
        .put(sighting.evidence(), sighting);
    return true;
  }

  /// What logs hold of a store's value, at its revision.
  List<Sighting> copiesOf(Sighting inStore) {
    Map<Integer, Sighting> copies = byBytes.get(inStore.stored());
    if (copies == null || inStore.main() == 0) {
      return List.of();
    }
    placed.add(inStore.stored());
    return copies.values().stream().map(copy -> copy.placedAt(inStore)).toList();
  }

  /// Those of which no store has told the revision.
  Stream<Sighting> unplaced() {
    return byBytes.entrySet().stream()
        .filter(entry -> !placed.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .map(Map::values)
        .flatMap(Collection::stream);
  }
}
