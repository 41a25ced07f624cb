package dev.snapseal.tools.caseindex;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which evidences are of the same cluster, and which of these is the newest.
///
/// One that does not say its cluster is of the only one that the others name, if they name one.
final class Clusters {
  /// Of evidences that do not say their cluster.
  static final String UNKNOWN = "";

  private static final Comparator<Evidence> AGE =
      Comparator.comparingLong(Evidence::lastRevision)
          .thenComparing(evidence -> evidence.source() == Evidence.Source.STORE)
          .thenComparingInt(Evidence::number);

  private final List<Evidence> evidences;
  private final Map<Integer, Integer> numbers;
  private final String ofUnnamed;
  private final Map<Integer, Integer> timelines = new HashMap<>();

  Clusters(List<Evidence> evidences) {
    this(evidences, Map.of());
  }

  /// @param times that evidences state last, by their numbers; of some it is not known
  Clusters(List<Evidence> evidences, Map<Integer, Instant> times) {
    this.evidences = List.copyOf(evidences);
    this.numbers = evidences.stream().collect(Collectors.toMap(Evidence::rowSet, Evidence::number));
    Set<String> named = new HashSet<>();
    evidences.forEach(evidence -> evidence.cluster().ifPresent(named::add));
    this.ofUnnamed = named.size() == 1 ? named.iterator().next() : UNKNOWN;
    evidences.stream()
        .filter(evidence -> evidence.source() == Evidence.Source.STORE)
        .collect(Collectors.groupingBy(evidence -> clusterOf(evidence.number())))
        .forEach(
            (cluster, stores) -> {
              // Those that do not say their cluster may be of any number of them.
              if (!cluster.equals(UNKNOWN)) {
                timelines.putAll(new Timelines(stores, times).numbers());
              }
            });
  }

  /// The timeline of its cluster that an evidence is of, from 0, the oldest; of a log that of the
  /// store beside it, which was added before it.
  int timelineOf(int evidence) {
    int store = evidence;
    while (store > 1 && evidence(store).source() == Evidence.Source.LOG) {
      store--;
    }
    return timelines.getOrDefault(store, 0);
  }

  /// Which evidence the rows of a set are of; empty if they are not, or no longer, part of the
  /// case.
  Optional<Integer> numberOf(int rowSet) {
    return Optional.ofNullable(numbers.get(rowSet));
  }

  Evidence evidence(int number) {
    return evidences.get(number - 1);
  }

  String clusterOf(int evidence) {
    return evidence(evidence).cluster().orElse(ofUnnamed);
  }

  /// Each behind the ones that it is newer than; clusters apart.
  List<Evidence> byAge() {
    return evidences.stream()
        .sorted(
            Comparator.comparing((Evidence evidence) -> clusterOf(evidence.number()))
                .thenComparingInt(evidence -> timelineOf(evidence.number()))
                .thenComparingLong(Evidence::lastRevision)
                .thenComparingInt(Evidence::number))
        .toList();
  }

  /// By the timeline, then by the newest revision, then stores behind logs, then as they were
  /// added.
  boolean isNewer(int evidence, int other) {
    int timeline = timelineOf(evidence);
    int otherTimeline = timelineOf(other);
    if (timeline != otherTimeline && clusterOf(evidence).equals(clusterOf(other))) {
      return timeline > otherTimeline;
    }
    return AGE.compare(evidence(evidence), evidence(other)) > 0;
  }

  /// Whether the store beside a log has applied an entry of it.
  boolean isApplied(Sighting logged) {
    Evidence log = evidence(logged.evidence());
    return Long.compareUnsigned(logged.sub(), log.consistentIndex().orElse(0)) <= 0;
  }

  /// The newest store of a cluster; 0 if there are only logs of it.
  int newestOf(String cluster) {
    return evidences.stream()
        .filter(evidence -> evidence.source() == Evidence.Source.STORE)
        .map(Evidence::number)
        .filter(number -> clusterOf(number).equals(cluster))
        .reduce((one, other) -> isNewer(one, other) ? one : other)
        .orElse(0);
  }
}
