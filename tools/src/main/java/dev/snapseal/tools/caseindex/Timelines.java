package dev.snapseal.tools.caseindex;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells the timelines of a cluster apart: one that was restored from a backup goes on with the
/// revisions behind that backup, and what the cluster wrote between has the same numbers.
///
/// Stores are in the order of the times that they state; where one states none, or the same, in
/// that in which they were added. One that ends before the one before it begins a timeline.
final class Timelines {
  private static final String DIRECTORY = "member/snap/";

  private final Map<Integer, Integer> numbers = new HashMap<>();

  /// @param stores of one cluster
  /// @param times that evidences state last, by their numbers
  Timelines(List<Evidence> stores, Map<Integer, Instant> times) {
    boolean areDated = stores.stream().allMatch(store -> times.containsKey(store.number()));
    List<Evidence> ordered = new ArrayList<>(stores);
    Comparator<Evidence> byNumber = Comparator.comparingInt(Evidence::number);
    ordered.sort(
        areDated
            ? Comparator.comparing((Evidence store) -> times.get(store.number()))
                .thenComparing(byNumber)
            : byNumber);
    int timeline = 0;
    Optional<Evidence> before = Optional.empty();
    for (Evidence store : ordered) {
      if (before.filter(other -> isRestored(store, other)).isPresent()) {
        timeline++;
      }
      numbers.put(store.number(), timeline);
      before = Optional.of(store);
    }
  }

  /// Databases of one data directory are of one cluster at one time.
  private static boolean isRestored(Evidence store, Evidence before) {
    return store.lastRevision() < before.lastRevision()
        && !(folder(store).endsWith(DIRECTORY) && folder(store).equals(folder(before)));
  }

  private static String folder(Evidence store) {
    String path = store.input().path();
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /// By the numbers of stores, from 0: the oldest.
  Map<Integer, Integer> numbers() {
    return Map.copyOf(numbers);
  }
}
