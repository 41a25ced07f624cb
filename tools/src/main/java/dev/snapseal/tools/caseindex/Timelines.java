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
/// that in which they were added. One begins a timeline that ends before the one before it, that
/// holds other records at revisions which both have, or that has seen fewer raft entries than its
/// revisions need.
final class Timelines {
  private static final String DIRECTORY = "member/snap/";

  private final Map<Integer, Integer> numbers = new HashMap<>();

  /// Orders the stores of a cluster.
  ///
  /// @param stores of one cluster
  /// @param times that evidences state last, by their numbers
  Timelines(List<Evidence> stores, Map<Integer, Instant> times, Histories histories)
      throws CaseException {
    int timeline = 0;
    Optional<Evidence> before = Optional.empty();
    for (Evidence store : ordered(stores, times)) {
      if (before.isPresent() && isAnother(store, before.get(), histories)) {
        timeline++;
      }
      numbers.put(store.number(), timeline);
      before = Optional.of(store);
    }
  }

  private static List<Evidence> ordered(List<Evidence> stores, Map<Integer, Instant> times) {
    boolean areDated = stores.stream().allMatch(store -> times.containsKey(store.number()));
    List<Evidence> ordered = new ArrayList<>(stores);
    Comparator<Evidence> byNumber = Comparator.comparingInt(Evidence::number);
    ordered.sort(
        areDated
            ? Comparator.comparing((Evidence store) -> times.get(store.number()))
                .thenComparing(byNumber)
            : byNumber);
    return ordered;
  }

  private static boolean isAnother(Evidence store, Evidence before, Histories histories)
      throws CaseException {
    return !areOfOneDirectory(store, before)
        && (store.lastRevision() < before.lastRevision()
            || isBehindInRaft(store, before)
            || histories.compare(before, store).different() > 0);
  }

  /// Databases of one data directory are of one cluster at one time.
  private static boolean areOfOneDirectory(Evidence store, Evidence before) {
    return folder(store).endsWith(DIRECTORY) && folder(store).equals(folder(before));
  }

  /// Every revision takes a raft entry, and other things take some: so the entries that are no
  /// revisions only become more. A restored member begins to count entries anew, and goes on with
  /// the revisions.
  private static boolean isBehindInRaft(Evidence store, Evidence before) {
    if (store.consistentIndex().isEmpty() || before.consistentIndex().isEmpty()) {
      return false;
    }
    long entries = store.consistentIndex().getAsLong();
    long entriesBefore = before.consistentIndex().getAsLong();
    // No two revisions have one entry: where the numbers are the same, somebody made them up.
    return entries != entriesBefore && entries - revision(store) < entriesBefore - revision(before);
  }

  /// A deletion that was the last revision may be gone with a compaction.
  private static long revision(Evidence store) {
    return Math.max(store.lastRevision(), store.compactRevision().orElse(0));
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
