package dev.snapseal.tools.report;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.MissingKey;
import dev.snapseal.tools.report.html.Paint;
import dev.snapseal.tools.report.html.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The timelines of a case's report: how each evidence stores values of the policy.
///
/// @param evidences in the order in which they are shown
record CasePictures(List<Evidence> evidences, ResourcePolicy policy) {
  private static final int MAX_COLUMNS = 96;
  private static final int MAX_KEYS = 5;
  private static final int MAX_PATH = 48;
  private static final String PLAINTEXT = "";

  CasePictures {
    evidences = List.copyOf(evidences);
  }

  /// Where in an evidence values stand.
  private enum Place {
    STORE,
    LEFTOVER;

    long count(StateCount state) {
      return switch (this) {
        case STORE -> state.live() + state.superseded();
        case LEFTOVER -> state.free();
      };
    }
  }

  /// Ways to store a value that are shown as one.
  ///
  /// @param prefixes as stored, [#PLAINTEXT] for none
  private record Group(String label, Paint paint, Set<String> prefixes) {}

  /// What an evidence holds of the policy's resources.
  static Stream<StateCount> states(Evidence evidence, ResourcePolicy policy) {
    return evidence.states().stream()
        .filter(
            state ->
                state
                    .resource()
                    .filter(name -> policy.includes(new GroupResource(state.group(), name)))
                    .isPresent());
  }

  /// One of what the stores hold and one of what is left over, on one scale; none without values.
  List<Timeline> timelines() {
    List<Group> groups = groups();
    List<List<Evidence>> runs = runs();
    long highest =
        Stream.of(Place.values())
            .flatMap(
                place ->
                    runs.stream()
                        .map(run -> groups.stream().mapToLong(g -> count(run, g, place)).sum()))
            .reduce(1L, Math::max);
    return Stream.of(
            timeline("Values in the stores", Place.STORE, groups, runs, highest),
            timeline(
                "Values left in free pages, slack and logs", Place.LEFTOVER, groups, runs, highest))
        .filter(timeline -> !timeline.series().isEmpty())
        .toList();
  }

  private Timeline timeline(
      String title, Place place, List<Group> groups, List<List<Evidence>> runs, long highest) {
    List<Group> shown =
        groups.stream().filter(group -> count(evidences, group, place) > 0).toList();
    return new Timeline(
        title,
        note(),
        "backup",
        shown.stream().map(group -> new Timeline.Series(group.label(), group.paint())).toList(),
        runs.stream()
            .map(
                run ->
                    new Timeline.Column(
                        label(run),
                        "no. " + run.getFirst().number(),
                        shown.stream().map(group -> count(run, group, place)).toList()))
            .toList(),
        "",
        highest);
  }

  private long count(List<Evidence> run, Group group, Place place) {
    return run.stream()
        .flatMap(evidence -> states(evidence, policy))
        .filter(state -> group.prefixes().contains(state.prefix().orElse(PLAINTEXT)))
        .mapToLong(place::count)
        .sum();
  }

  private int evidencesPerColumn() {
    return Math.ceilDiv(evidences.size(), MAX_COLUMNS);
  }

  private List<List<Evidence>> runs() {
    List<List<Evidence>> runs = new ArrayList<>();
    for (int i = 0; i < evidences.size(); i += evidencesPerColumn()) {
      runs.add(evidences.subList(i, Math.min(i + evidencesPerColumn(), evidences.size())));
    }
    return runs;
  }

  private String note() {
    int each = evidencesPerColumn();
    long clusters = evidences.stream().map(Evidence::cluster).distinct().count();
    return "Each bar is %s, the oldest first%s. A value is counted in every backup that holds it."
        .formatted(
            each == 1 ? "one backup" : "up to " + Quantity.count(each) + " backups",
            clusters > 1 ? ", one cluster after the other" : "");
  }

  /// Such as `3 (backups/monday.db, 3-539)`.
  private static String label(List<Evidence> run) {
    Evidence first = run.getFirst();
    return run.size() == 1
        ? "%d (%s, %s)"
            .formatted(first.number(), end(first.input().path()), CaseText.revisions(first))
        : first.number() + " \u2026 " + run.getLast().number();
  }

  private static String end(String path) {
    return path.length() <= MAX_PATH
        ? path
        : "\u2026" + path.substring(path.length() - MAX_PATH + 1);
  }

  /// From the bottom of a bar to its top: keys in the order of their appearance, then plaintext.
  /// Where there are too many keys, those that the keys given did not open go before the others.
  private List<Group> groups() {
    Map<String, String> labels = new LinkedHashMap<>();
    Map<String, Long> totals = new LinkedHashMap<>();
    for (Evidence evidence : evidences) {
      states(evidence, policy)
          .forEach(
              state -> {
                String prefix = state.prefix().orElse(PLAINTEXT);
                labels.putIfAbsent(prefix, label(state));
                totals.merge(prefix, state.total(), Long::sum);
              });
    }
    boolean hasPlaintext = totals.remove(PLAINTEXT) != null;
    List<Group> groups = keys(labels, totals);
    if (hasPlaintext) {
      groups.add(new Group("readable plaintext", Paint.READABLE, Set.of(PLAINTEXT)));
    }
    return groups;
  }

  private List<Group> keys(Map<String, String> labels, Map<String, Long> totals) {
    Set<String> unopened =
        evidences.stream()
            .flatMap(evidence -> evidence.keys().missing().stream())
            .filter(missing -> missing.why() != MissingKey.Why.NOT_TRIED)
            .map(missing -> missing.prefix().text())
            .collect(Collectors.toSet());
    Set<String> apart =
        totals.entrySet().stream()
            .sorted(
                Comparator.comparing(
                        (Map.Entry<String, Long> entry) -> !unopened.contains(entry.getKey()))
                    .thenComparingLong(entry -> -entry.getValue())
                    .thenComparing(Map.Entry::getKey))
            .limit(totals.size() == MAX_KEYS + 1 ? MAX_KEYS + 1 : MAX_KEYS)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    List<Group> groups = new ArrayList<>();
    Set<String> others = new LinkedHashSet<>();
    for (String prefix : totals.keySet()) {
      if (apart.contains(prefix)) {
        groups.add(new Group(labels.get(prefix), Paint.ofKey(groups.size()), Set.of(prefix)));
      } else {
        others.add(prefix);
      }
    }
    if (!others.isEmpty()) {
      String names = others.stream().map(labels::get).collect(Collectors.joining(", "));
      groups.add(
          new Group(
              Quantity.count(others.size(), "other key") + ": " + names, Paint.OTHER_KEYS, others));
    }
    return groups;
  }

  private static String label(StateCount state) {
    return state
        .keyName()
        .map(name -> "%s key \"%s\"".formatted(state.provider(), name))
        .or(state::prefix)
        .orElse("plaintext");
  }
}
