package dev.snapseal.tools.diff;

import dev.snapseal.crypto.GroupResource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts the differences that every cluster makes by itself, every few seconds: renewed leases,
/// the API servers' own leases, and events. Belongs to one thread.
final class ClusterChurn {
  private static final Set<GroupResource> RESOURCES =
      Set.of(
          GroupResource.parse("leases.coordination.k8s.io"),
          GroupResource.parse("events"),
          GroupResource.parse("events.events.k8s.io"),
          // masterleases and peerserverleases
          GroupResource.parse("apiServerIPInfo"),
          GroupResource.parse("apiServerPeerIPInfo"));

  private final Map<GroupResource, Counts> counts = new HashMap<>();

  /// What became of a value.
  enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  private record Counts(long added, long removed, long changed) {
    Counts plus(Counts other) {
      return new Counts(added + other.added, removed + other.removed, changed + other.changed);
    }
  }

  /// Counts a difference, if it is one of those.
  void count(GroupResource resource, Kind kind) {
    if (RESOURCES.contains(resource)) {
      counts.merge(
          resource,
          switch (kind) {
            case ADDED -> new Counts(1, 0, 0);
            case REMOVED -> new Counts(0, 1, 0);
            case CHANGED -> new Counts(0, 0, 1);
          },
          Counts::plus);
    }
  }

  /// Adds what the next part counted.
  void add(ClusterChurn other) {
    other.counts.forEach((resource, counted) -> counts.merge(resource, counted, Counts::plus));
  }

  List<DiffReport.Churn> listed() {
    return counts.entrySet().stream()
        .map(
            entry ->
                new DiffReport.Churn(
                    entry.getKey().toString(),
                    entry.getValue().added(),
                    entry.getValue().removed(),
                    entry.getValue().changed()))
        .sorted(Comparator.comparing(DiffReport.Churn::resource))
        .toList();
  }
}
