package dev.snapseal.tools.report;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.tools.audit.FileCharts;
import dev.snapseal.tools.audit.PageContent;
import dev.snapseal.tools.audit.ValueState;
import dev.snapseal.tools.chart.RevisionCounts;
import dev.snapseal.tools.report.html.CellMap;
import dev.snapseal.tools.report.html.Paint;
import dev.snapseal.tools.report.html.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The maps and timelines of an audit's report.
final class AuditPictures {
  /// So that the page stays small, whatever the number of inputs.
  private static final int MAX_FILES = 8;

  private static final int MAX_KEYS = 5;

  private AuditPictures() {}

  static List<FileCharts> shown(List<FileCharts> charts) {
    return charts.subList(0, Math.min(MAX_FILES, charts.size()));
  }

  static CellMap map(FileCharts charts) {
    return CellMap.of(
        charts.path(), charts.pages(), "page", charts.pageSize(), AuditPictures::look);
  }

  private static CellMap.Look look(PageContent content) {
    return switch (content) {
      case FREE -> new CellMap.Look("free, nothing recognised", Paint.FREE);
      case UNEXAMINED -> new CellMap.Look("free, not examined", Paint.UNEXAMINED);
      case STRUCTURE -> new CellMap.Look("structure", Paint.STRUCTURE);
      case ENCRYPTED_LEFTOVER ->
          new CellMap.Look("encrypted, in free space", Paint.ENCRYPTED_LEFTOVER);
      case ENCRYPTED -> new CellMap.Look("encrypted", Paint.ENCRYPTED);
      case PERMITTED_LEFTOVER ->
          new CellMap.Look("permitted plaintext, in free space", Paint.PERMITTED_LEFTOVER);
      case PERMITTED -> new CellMap.Look("permitted plaintext", Paint.PERMITTED);
      case STALE -> new CellMap.Look("encrypted under a stale key", Paint.STALE);
      case UNATTRIBUTED -> new CellMap.Look("text of unknown origin", Paint.TEXT);
      case UNOPENED -> new CellMap.Look("does not open", Paint.UNOPENED);
      case UNREAD -> new CellMap.Look("could not be read", Paint.UNREAD);
      case READABLE_LEFTOVER ->
          new CellMap.Look("readable, in free space", Paint.READABLE_LEFTOVER);
      case READABLE -> new CellMap.Look("readable", Paint.READABLE);
    };
  }

  /// One of what the store holds and one of what is left over, on one scale.
  ///
  /// @param files whether the titles must tell which file it is
  static Stream<Timeline> timelines(FileCharts charts, int files) {
    if (charts.revisions().columns().isEmpty()) {
      return Stream.empty();
    }
    String of = files > 1 ? " of " + charts.path() : "";
    List<Group> groups = groups(charts.revisions());
    long highest =
        Math.max(1, Math.max(highest(charts, groups, false), highest(charts, groups, true)));
    return Stream.of(
            timeline("Values in the store" + of, charts, groups, false, highest),
            timeline("Values left in free pages and slack" + of, charts, groups, true, highest))
        .filter(timeline -> !timeline.series().isEmpty());
  }

  /// Series that are shown as one.
  private record Group(String label, Paint paint, List<Integer> members) {
    long count(RevisionCounts.Column column, List<FileCharts.Stored> series, boolean leftover) {
      return members.stream()
          .filter(member -> series.get(member).isLeftover() == leftover)
          .mapToLong(member -> column.counts().get(member))
          .sum();
    }

    long total(RevisionCounts<FileCharts.Stored> counts, boolean leftover) {
      return counts.columns().stream()
          .mapToLong(column -> count(column, counts.series(), leftover))
          .sum();
    }
  }

  private static long highest(FileCharts charts, List<Group> groups, boolean leftover) {
    RevisionCounts<FileCharts.Stored> counts = charts.revisions();
    return counts.columns().stream()
        .mapToLong(
            column ->
                groups.stream()
                    .mapToLong(group -> group.count(column, counts.series(), leftover))
                    .sum())
        .max()
        .orElse(0);
  }

  private static Timeline timeline(
      String title, FileCharts charts, List<Group> groups, boolean leftover, long highest) {
    RevisionCounts<FileCharts.Stored> counts = charts.revisions();
    List<Group> shown = groups.stream().filter(group -> group.total(counts, leftover) > 0).toList();
    return new Timeline(
        title,
        note(counts),
        "revision",
        shown.stream().map(group -> new Timeline.Series(group.label(), group.paint())).toList(),
        counts.columns().stream()
            .map(
                column ->
                    new Timeline.Column(
                        label(column),
                        Quantity.count(column.firstRevision()),
                        shown.stream()
                            .map(group -> group.count(column, counts.series(), leftover))
                            .toList()))
            .toList(),
        Quantity.count(counts.columns().getLast().lastRevision()),
        highest);
  }

  private static String note(RevisionCounts<FileCharts.Stored> counts) {
    String columns = "Each bar is a run of revisions, of about as many values each.";
    return counts.beyond() == 0
        ? columns
        : "%s Left out: %s of revisions that the store has not reached."
            .formatted(columns, Quantity.count(counts.beyond(), "value"));
  }

  private static String label(RevisionCounts.Column column) {
    String first = Quantity.count(column.firstRevision());
    return column.firstRevision() == column.lastRevision()
        ? first
        : first + "\u2013" + Quantity.count(column.lastRevision());
  }

  /// From the bottom of a bar to its top: keys, those of most values first; then what is no good.
  private static List<Group> groups(RevisionCounts<FileCharts.Stored> counts) {
    List<Group> groups = new ArrayList<>(keys(counts));
    addState(groups, counts, ValueState.PERMITTED, "permitted plaintext", Paint.PERMITTED);
    addState(groups, counts, ValueState.UNOPENED, "does not open", Paint.UNOPENED);
    List<Integer> published =
        members(counts, ValueState.READABLE).stream()
            .filter(member -> !isPlain(counts.series().get(member)))
            .toList();
    add(groups, "under a published key", Paint.READABLE_LEFTOVER, published);
    List<Integer> plain =
        members(counts, ValueState.READABLE).stream()
            .filter(member -> isPlain(counts.series().get(member)))
            .toList();
    add(groups, "readable plaintext", Paint.READABLE, plain);
    return groups;
  }

  private static void addState(
      List<Group> groups,
      RevisionCounts<FileCharts.Stored> counts,
      ValueState state,
      String label,
      Paint paint) {
    add(groups, label, paint, members(counts, state));
  }

  private static void add(List<Group> groups, String label, Paint paint, List<Integer> members) {
    if (!members.isEmpty()) {
      groups.add(new Group(label, paint, members));
    }
  }

  private static List<Integer> members(
      RevisionCounts<FileCharts.Stored> counts, ValueState... states) {
    List<Integer> members = new ArrayList<>();
    for (int i = 0; i < counts.series().size(); i++) {
      if (List.of(states).contains(counts.series().get(i).state())) {
        members.add(i);
      }
    }
    return members;
  }

  private static boolean isPlain(FileCharts.Stored stored) {
    return stored.prefix().provider() == Provider.IDENTITY;
  }

  private static List<Group> keys(RevisionCounts<FileCharts.Stored> counts) {
    Map<EncryptionPrefix, List<Integer>> byKey = new LinkedHashMap<>();
    for (int member : members(counts, ValueState.ENCRYPTED, ValueState.STALE)) {
      byKey
          .computeIfAbsent(counts.series().get(member).prefix(), _ -> new ArrayList<>())
          .add(member);
    }
    List<Map.Entry<EncryptionPrefix, List<Integer>>> sorted =
        byKey.entrySet().stream()
            .sorted(
                Comparator.comparingLong(
                        (Map.Entry<EncryptionPrefix, List<Integer>> key) ->
                            -total(counts, key.getValue()))
                    .thenComparing(key -> key.getKey().text()))
            .toList();
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < Math.min(MAX_KEYS, sorted.size()); i++) {
      groups.add(
          new Group(label(sorted.get(i).getKey()), Paint.ofKey(i), sorted.get(i).getValue()));
    }
    groups.sort(Comparator.comparingInt(group -> firstColumn(counts, group)));
    if (sorted.size() > MAX_KEYS) {
      List<Integer> others =
          sorted.subList(MAX_KEYS, sorted.size()).stream()
              .flatMap(key -> key.getValue().stream())
              .toList();
      groups.add(
          new Group(
              sorted.size() == MAX_KEYS + 1
                  ? label(sorted.getLast().getKey())
                  : Quantity.count(sorted.size() - MAX_KEYS, "other key"),
              Paint.OTHER_KEYS,
              others));
    }
    return groups;
  }

  /// So that the legend tells them in the order of time.
  private static int firstColumn(RevisionCounts<FileCharts.Stored> counts, Group group) {
    for (int i = 0; i < counts.columns().size(); i++) {
      if (group.members().stream().anyMatch(counts.columns().get(i)::has)) {
        return i;
      }
    }
    return counts.columns().size();
  }

  private static String label(EncryptionPrefix prefix) {
    return "%s key \"%s\"".formatted(prefix.provider().jsonName(), prefix.keyName());
  }

  private static long total(RevisionCounts<FileCharts.Stored> counts, List<Integer> members) {
    return counts.columns().stream()
        .mapToLong(column -> members.stream().mapToLong(column.counts()::get).sum())
        .sum();
  }
}
