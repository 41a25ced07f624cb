package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.sweep.Detector;
import dev.snapseal.tools.sweep.SweepReport;
import dev.snapseal.tools.sweep.Unexamined;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What every rendering for people says of a sweep in the same words.
record SweepWords(SweepReport report) {
  private static final Set<Detector> VALUES =
      Set.of(Detector.STORED_VALUE, Detector.KUBERNETES_OBJECT);

  /// What comes before everything that is done to the store.
  static final String ROTATE =
      "Rotate first, at their source, all passwords, tokens and keys that are listed: a copy that"
          + " is gone stays readable, whatever is done to the cluster.";

  /// The verdict in one sentence that begins with its word.
  String verdict() {
    String bytes = Quantity.bytes(report.examinedBytes());
    String where = bytes + " in " + Quantity.count(report.files().size(), "file");
    return switch (report.verdict()) {
      case READABLE -> "READABLE: %s, in %s".formatted(readable(), where);
      case UNREADABLE ->
          "UNREADABLE: nothing in the clear in %s: every value of %s is encrypted"
              .formatted(where, report.policy());
      case UNDETERMINED -> undetermined(where);
    };
  }

  /// Nothing that was read can be read by others, but not all was read, or not all could hide it.
  private String undetermined(String where) {
    if (report.files().isEmpty()) {
      return "NOT EXAMINED: " + report.unexamined(Unexamined.Kind.SKIPPED).getFirst().why();
    }
    long parts = report.missingParts();
    return parts > 0
        ? "UNDETERMINED: nothing readable was found in %s, but %s could not be examined"
            .formatted(where, Quantity.count(parts, "part"))
        : "NOTHING READABLE FOUND: in %s; that proves nothing of what is compressed, encrypted,"
                .formatted(where)
            + " in pieces or not read";
  }

  /// Such as `35 values of secrets (5 live, 30 in the write-ahead log), 8 other findings`.
  private String readable() {
    Map<Scope, Long> values = new EnumMap<>(Scope.class);
    long others = 0;
    for (Map.Entry<Detector, Map<Scope, Long>> count : report.counts().entrySet()) {
      if (VALUES.contains(count.getKey())) {
        count.getValue().forEach((scope, more) -> values.merge(scope, more, Long::sum));
      } else if (count.getKey().isReadable()) {
        others += sum(count.getValue());
      }
    }
    List<String> parts = new ArrayList<>();
    if (!values.isEmpty()) {
      List<String> scopes = new ArrayList<>();
      values.forEach((scope, count) -> scopes.add(Quantity.count(count) + " " + words(scope)));
      parts.add(
          "%s of %s in the clear (%s)"
              .formatted(
                  Quantity.count(sum(values), "value"),
                  report.policy(),
                  String.join(", ", scopes)));
    }
    if (others > 0) {
      parts.add(Quantity.count(others, parts.isEmpty() ? "finding" : "other finding"));
    }
    return String.join(", ", parts);
  }

  /// All of them, wherever they are.
  static long sum(Map<Scope, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Where something is.
  static String words(Scope scope) {
    return switch (scope) {
      case LIVE, SUPERSEDED -> scope.jsonName();
      case FREE -> "in free pages";
      case SLACK -> "in slack";
      case WAL -> "in the write-ahead log";
      case RAFT -> "in raft snapshots";
      case RAW -> "in raw bytes";
    };
  }

  /// Values and objects in the clear, wherever they are.
  long values() {
    return count(true);
  }

  /// Other things that can be read.
  long others() {
    return count(false);
  }

  private long count(boolean areValues) {
    return report.counts().entrySet().stream()
        .filter(count -> count.getKey().isReadable())
        .filter(count -> VALUES.contains(count.getKey()) == areValues)
        .mapToLong(count -> sum(count.getValue()))
        .sum();
  }
}
