package dev.snapseal.tools.caseindex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Names the cluster of every evidence: by the uid of its namespace `kube-system`; of a store that
/// does not say it, by another that holds the same records at the same revisions, and else by a
/// name of its own. Two clusters have the same keys as often as not.
final class ClusterNames {
  /// No uid begins so.
  private static final String OWN = "?";

  private final Histories histories;
  private final Map<Integer, String> names = new HashMap<>();
  private final Deque<Evidence> toCompare = new ArrayDeque<>();
  private final List<Evidence> unnamed = new ArrayList<>();
  private final List<Integer> apart = new ArrayList<>();

  private ClusterNames(Histories histories) {
    this.histories = histories;
  }

  static ClusterNames of(List<Evidence> evidences, Histories histories) throws CaseException {
    ClusterNames names = new ClusterNames(histories);
    for (Evidence evidence : evidences) {
      if (evidence.cluster().isPresent()) {
        names.names.put(evidence.number(), evidence.cluster().get());
      } else if (evidence.source() == Evidence.Source.STORE) {
        names.unnamed.add(evidence);
      }
      if (evidence.cluster().isPresent() && evidence.source() == Evidence.Source.STORE) {
        names.toCompare.add(evidence);
      }
    }
    names.nameStores();
    names.nameLogs(evidences);
    return names;
  }

  /// Each pair is compared once.
  private void nameStores() throws CaseException {
    while (!unnamed.isEmpty()) {
      if (toCompare.isEmpty()) {
        Evidence alone = unnamed.removeFirst();
        apart.add(alone.number());
        name(alone, OWN + alone.number());
      }
      Evidence named = toCompare.removeFirst();
      for (Evidence other : List.copyOf(unnamed)) {
        if (histories.compare(named, other).same() > 0) {
          unnamed.remove(other);
          name(other, names.get(named.number()));
        }
      }
    }
  }

  private void name(Evidence store, String name) {
    names.put(store.number(), name);
    toCompare.add(store);
  }

  private void nameLogs(List<Evidence> evidences) {
    for (Evidence evidence : evidences) {
      if (evidence.source() == Evidence.Source.LOG && evidence.cluster().isEmpty()) {
        int store = besideLog(evidences, evidence);
        names.put(evidence.number(), store == 0 ? OWN + evidence.number() : names.get(store));
      }
    }
  }

  /// The store beside a log, which was added before it; 0 if there is none.
  static int besideLog(List<Evidence> evidences, Evidence log) {
    int nearest = 0;
    int same = 0;
    for (Evidence store : evidences.subList(0, log.number() - 1)) {
      if (store.source() == Evidence.Source.STORE) {
        nearest = store.number();
        boolean isSame =
            store.lastRevision() == log.lastRevision()
                && store.consistentIndex().equals(log.consistentIndex())
                && store.cluster().equals(log.cluster());
        same = isSame ? nearest : same;
      }
    }
    return same == 0 ? nearest : same;
  }

  /// By the numbers of evidences.
  Map<Integer, String> byNumber() {
    return Map.copyOf(names);
  }

  /// Stores that name no cluster and hold no record that one before them holds.
  List<Integer> apart() {
    return List.copyOf(apart);
  }

  /// Whether an evidence said the name.
  static boolean isSaid(String name) {
    return !name.startsWith(OWN);
  }
}
