package dev.snapseal.tools.caseindex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Puts the entries of a cluster's logs among the records that its stores hold of one key.
///
/// An entry that puts the very bytes of a record is that record; of several that put the same, the
/// last is the last one's. Of the others a log tells no revision, but it is without gaps: they lie
/// before the next entry that has one, or behind the last one.
final class LogPlacement {
  private static final int NOWHERE = -1;

  private final List<TimelineRecord> stored;
  private final List<TimelineRecord> logged;

  /// Place among the stored records, or the one that it stands before.
  private final int[] places;

  private LogPlacement(List<TimelineRecord> stored, List<TimelineRecord> logged) {
    this.stored = stored;
    this.logged =
        logged.stream()
            .sorted(
                Comparator.comparing(
                        (TimelineRecord entry) -> entry.first().sub(), Long::compareUnsigned)
                    .thenComparing(entry -> !entry.isCompared()))
            .toList();
    this.places = new int[logged.size()];
  }

  /// All records, oldest first.
  ///
  /// @param stored in the order of revisions; those without one first. Each is given what logs hold
  ///   of it
  /// @param logged those of the logs, in any order
  /// @param isApplied whether the store beside a log holds what an entry put, or held it once
  static List<TimelineRecord> merge(
      List<TimelineRecord> stored,
      List<TimelineRecord> logged,
      Predicate<TimelineRecord> isApplied) {
    LogPlacement placement = new LogPlacement(stored, logged);
    List<Boolean> isJoined = placement.join();
    placement.placeOthers(isJoined, isApplied);
    return placement.merged(isJoined);
  }

  private List<Boolean> join() {
    Map<Fingerprint, Deque<Integer>> byBytes = new HashMap<>();
    for (int i = 0; i < stored.size(); i++) {
      Sighting record = stored.get(i).first();
      if (record.main() > 0 && !record.isTombstone()) {
        byBytes.computeIfAbsent(record.stored(), _ -> new ArrayDeque<>()).addLast(i);
      }
    }
    Boolean[] isJoined = new Boolean[logged.size()];
    Arrays.fill(places, NOWHERE);
    for (int i = logged.size() - 1; i >= 0; i--) {
      TimelineRecord entry = logged.get(i);
      Deque<Integer> same = byBytes.getOrDefault(entry.first().stored(), new ArrayDeque<>());
      isJoined[i] = !entry.isCompared() && !same.isEmpty();
      if (isJoined[i]) {
        places[i] = same.removeLast();
        stored.get(places[i]).join(entry);
      }
    }
    return List.of(isJoined);
  }

  private void placeOthers(List<Boolean> isJoined, Predicate<TimelineRecord> isApplied) {
    int last = Arrays.stream(places).max().orElse(NOWHERE);
    int next = NOWHERE;
    for (int i = logged.size() - 1; i >= 0; i--) {
      if (isJoined.get(i)) {
        next = places[i];
      } else if (next != NOWHERE) {
        places[i] = next;
      } else if (last != NOWHERE) {
        places[i] = last + 1;
      } else {
        places[i] = isApplied.test(logged.get(i)) ? firstRevision() : stored.size();
      }
    }
  }

  /// Behind the fragments, which have none.
  private int firstRevision() {
    return (int) stored.stream().filter(record -> record.first().main() == 0).count();
  }

  private List<TimelineRecord> merged(List<Boolean> isJoined) {
    List<List<TimelineRecord>> before = new ArrayList<>();
    for (int i = 0; i <= stored.size(); i++) {
      before.add(new ArrayList<>());
    }
    for (int i = 0; i < logged.size(); i++) {
      if (!isJoined.get(i)) {
        before.get(places[i]).add(logged.get(i));
      }
    }
    List<TimelineRecord> merged = new ArrayList<>();
    for (int i = 0; i < stored.size(); i++) {
      merged.addAll(before.get(i));
      merged.add(stored.get(i));
    }
    merged.addAll(before.getLast());
    return merged;
  }
}
