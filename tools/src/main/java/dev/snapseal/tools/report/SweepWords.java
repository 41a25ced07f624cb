package dev.snapseal.tools.report;

import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.sweep.Detector;
import dev.snapseal.tools.sweep.Hit;
import dev.snapseal.tools.sweep.KeyBeside;
import dev.snapseal.tools.sweep.SweepReport;
import dev.snapseal.tools.sweep.Unexamined;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What every rendering for people says of a sweep in the same words.
record SweepWords(SweepReport report) {
  private static final Set<Detector> VALUES =
      Set.of(Detector.STORED_VALUE, Detector.KUBERNETES_OBJECT);

  private static final int NAMES = 3;
  private static final int MOST_SHOWN = 1024;

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
        : "NOTHING READABLE FOUND: %s searched; that proves nothing of what is compressed,"
                .formatted(where)
            + " encrypted, in pieces, unknown to every detector or not read";
  }

  /// Such as `35 values of secrets (5 live, 30 in the write-ahead log), 8 other findings`.
  private String readable() {
    Map<Scope, Long> values = new EnumMap<>(Scope.class);
    for (Map.Entry<Detector, Map<Scope, Long>> count : report.counts().entrySet()) {
      if (VALUES.contains(count.getKey())) {
        count.getValue().forEach((scope, more) -> values.merge(scope, more, Long::sum));
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
    underKeysBeside().ifPresent(parts::add);
    long others = others();
    if (others > 0) {
      parts.add(Quantity.count(others, parts.isEmpty() ? "finding" : "other finding"));
    }
    return String.join(", ", parts);
  }

  /// Such as `126 values under a key that lies beside them (key-953)`.
  private Optional<String> underKeysBeside() {
    List<KeyBeside> opening = report.keysBeside().stream().filter(KeyBeside::opens).toList();
    if (opening.isEmpty()) {
      return Optional.empty();
    }
    boolean isSome = opening.stream().anyMatch(key -> key.opened() < key.tried());
    String names =
        opening.stream()
            .limit(NAMES)
            .map(key -> key.prefix().keyName())
            .collect(Collectors.joining(", "));
    return Optional.of(
        "%s%s under %s beside them (%s%s)"
            .formatted(
                isSome ? "some of " : "",
                Quantity.count(opening.stream().mapToLong(KeyBeside::values).sum(), "value"),
                opening.size() == 1 ? "a key that lies" : "keys that lie",
                names,
                opening.size() > NAMES ? ", ..." : ""));
  }

  /// What lies beside the values under a prefix: a key that opens them, one that only has the name,
  /// or nothing.
  static String key(SweepReport report, String prefix) {
    return report.keysBeside().stream()
        .filter(key -> key.prefix().text().equals(prefix))
        .findFirst()
        .map(SweepWords::key)
        .orElse("");
  }

  private static String key(KeyBeside key) {
    String place = "%s, offset %s".formatted(key.place().path(), key.place().forensicPath());
    if (key.tried() == 0) {
      return "a key of that name lies beside them, and no value could be tried: " + place;
    }
    if (!key.opens()) {
      return "a key of that name lies beside them and opens none of the %s tried: %s"
          .formatted(Quantity.count(key.tried()), place);
    }
    return key.opened() == key.tried()
        ? "opens: its key lies beside them: " + place
        : "opens %s of the %s tried: its key lies beside them: %s"
            .formatted(Quantity.count(key.opened()), Quantity.count(key.tried()), place);
  }

  /// Compressed streams on a disk, which may be of anything.
  static String packed(long streams) {
    return Quantity.count(streams, "compressed stream")
        + ", not opened: what comes out first is no backup, log or object";
  }

  /// What the bytes of a region are.
  static String region(String region) {
    return switch (region) {
      case "beyondHighWaterMark" -> "beyond the last page in use";
      case "wal" -> "write-ahead log";
      case "raft" -> "raft snapshots";
      case "raw" -> "raw bytes";
      case "zero" -> "zeroes outside of stores";
      default -> region;
    };
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

  /// What to do about a rule's hits.
  String remedy(AuditRule rule) {
    List<String> paths =
        report.hits().stream()
            .filter(hit -> hit.rule().filter(rule::equals).isPresent())
            .map(Hit::path)
            .distinct()
            .toList();
    return AuditWords.ofOneFile(rule.remedyFor("secrets"), paths);
  }

  /// Commands that show what the first hit in a store and the first elsewhere found. What lies in
  /// an archive or came through a pipe has no file that they could name.
  static List<String> looks(List<Hit> hits) {
    List<Hit> inFiles = hits.stream().filter(SweepWords::isInNamedFile).toList();
    Stream<String> inStore = inFiles.stream().flatMap(hit -> get(hit).stream()).limit(1);
    Stream<String> elsewhere =
        inFiles.stream().filter(hit -> hit.page().isEmpty()).limit(1).map(SweepWords::bytes);
    return Stream.concat(inStore, elsewhere).toList();
  }

  /// Whether the path is a file's, and a terminal shows it as it is.
  private static boolean isInNamedFile(Hit hit) {
    String path = hit.path();
    return !path.contains("!") && !path.equals("-") && SafeText.forTerminal(path).equals(path);
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
    long length = hit.length() > 0 ? hit.length() : MOST_SHOWN;
    return "tail -c +%d %s | head -c %d | hexdump -C"
        .formatted(hit.offset() + 1, ShellWord.of(hit.path()), Math.min(length, MOST_SHOWN));
  }

  /// Values and objects in the clear, wherever they are.
  long values() {
    return report.counts().entrySet().stream()
        .filter(count -> VALUES.contains(count.getKey()))
        .mapToLong(count -> sum(count.getValue()))
        .sum();
  }

  /// Other things that can be read, but for those in values that are counted.
  long others() {
    return report.counts().entrySet().stream()
        .filter(count -> count.getKey().isReadable() && !VALUES.contains(count.getKey()))
        .mapToLong(count -> sum(count.getValue()) - report.parts().getOrDefault(count.getKey(), 0L))
        .sum();
  }
}
