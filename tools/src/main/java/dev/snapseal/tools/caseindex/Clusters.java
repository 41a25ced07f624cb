package dev.snapseal.tools.caseindex;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which evidences are of the same cluster, and which of these is the newest.
final class Clusters {
  private static final Comparator<Evidence> AGE =
      Comparator.comparingLong(Evidence::lastRevision)
          .thenComparing(evidence -> evidence.source() == Evidence.Source.STORE)
          .thenComparingInt(Evidence::number);

  private final List<Evidence> evidences;
  private final Map<Integer, Integer> numbers;
  private final Map<Integer, String> names;
  private final List<Integer> apart;
  private final Map<Integer, Integer> timelines = new HashMap<>();

  /// Compares the evidences of a case.
  ///
  /// @param times that evidences state last, by their numbers; of some it is not known
  Clusters(List<Evidence> evidences, Map<Integer, Instant> times, Histories histories)
      throws CaseException {
    this.evidences = List.copyOf(evidences);
    this.numbers = evidences.stream().collect(Collectors.toMap(Evidence::rowSet, Evidence::number));
    ClusterNames found = ClusterNames.of(evidences, histories);
    this.names = found.byNumber();
    Map<String, List<Evidence>> stores =
        evidences.stream()
            .filter(evidence -> evidence.source() == Evidence.Source.STORE)
            .collect(Collectors.groupingBy(evidence -> clusterOf(evidence.number())));
    for (List<Evidence> ofOne : stores.values()) {
      timelines.putAll(new Timelines(ofOne, times, histories).numbers());
    }
    evidences.stream()
        .filter(evidence -> evidence.source() == Evidence.Source.LOG)
        .forEach(log -> timelines.put(log.number(), timelineOf(besideLog(log))));
    this.apart = stores.size() > 1 ? found.apart() : List.of();
  }

  private int besideLog(Evidence log) {
    return ClusterNames.besideLog(evidences, log);
  }

  /// The timeline of its cluster that an evidence is of, from 0, the oldest; of a log that of the
  /// store beside it.
  int timelineOf(int evidence) {
    return timelines.getOrDefault(evidence, 0);
  }

  /// Which evidence the rows of a set are of; empty if they are not, or no longer, part of the
  /// case.
  Optional<Integer> numberOf(int rowSet) {
    return Optional.ofNullable(numbers.get(rowSet));
  }

  Evidence evidence(int number) {
    return evidences.get(number - 1);
  }

  /// A name for the cluster of an evidence, which is its uid only if the evidences say it.
  String clusterOf(int evidence) {
    return names.get(evidence);
  }

  /// The uid of a cluster of this name, if any evidence says it.
  static Optional<String> uid(String cluster) {
    return ClusterNames.isSaid(cluster) ? Optional.of(cluster) : Optional.empty();
  }

  /// Stores that name no cluster and hold no record of another one, if there is another one.
  List<Integer> apart() {
    return apart;
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

  /// The newest store of each timeline of each cluster.
  List<Evidence> newestOfTimelines() {
    Map<List<Object>, Evidence> newest = new HashMap<>();
    for (Evidence evidence : evidences) {
      if (evidence.source() == Evidence.Source.STORE) {
        newest.merge(
            List.of(clusterOf(evidence.number()), timelineOf(evidence.number())),
            evidence,
            (one, other) -> isNewer(one.number(), other.number()) ? one : other);
      }
    }
    return newest.values().stream().sorted(Comparator.comparingInt(Evidence::number)).toList();
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
