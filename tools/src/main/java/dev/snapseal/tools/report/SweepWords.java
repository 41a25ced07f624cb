package dev.snapseal.tools.report;

import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.sweep.Detector;
import dev.snapseal.tools.sweep.Hit;
import dev.snapseal.tools.sweep.SweepReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
      return "NOT EXAMINED: " + report.skipped().getFirst().why();
    }
    long parts = report.skipped().size() + report.failures().size() + report.recognised().refused();
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

  /// Commands that show what the first hit in a store and the first elsewhere found. What lies in
  /// an archive or came through a pipe has no file that they could name.
  static List<String> looks(List<Hit> hits) {
    List<Hit> inFiles =
        hits.stream().filter(hit -> !hit.path().contains("!") && !hit.path().equals("-")).toList();
    Stream<String> inStore = inFiles.stream().flatMap(hit -> get(hit).stream()).limit(1);
    Stream<String> elsewhere =
        inFiles.stream().filter(hit -> hit.page().isEmpty()).limit(1).map(SweepWords::bytes);
    return Stream.concat(inStore, elsewhere).toList();
  }

  private static Optional<String> get(Hit hit) {
    if (hit.page().isEmpty() || hit.detector() != Detector.STORED_VALUE) {
      return Optional.empty();
    }
    return hit.object()
        .objectName()
        .filter(_ -> hit.object().resource().isPresent())
        .map(
            name ->
                "snapseal get %s %s --offset %d"
                    .formatted(
                        ShellWord.of(hit.path()),
                        ShellWord.of(
                            hit.object().resource().get()
                                + hit.object().namespace().map(n -> "/" + n).orElse("")
                                + "/"
                                + name),
                        hit.offset()));
  }

  private static String bytes(Hit hit) {
    return "tail -c +%d %s | head -c 1024 | hexdump -C"
        .formatted(hit.offset() + 1, ShellWord.of(hit.path()));
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
