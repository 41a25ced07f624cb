package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.caseindex.CaseTimeline;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.KeyTimeline;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// `case timeline` for people.
public final class CaseTimelineText {
  private static final int HANGING = 2;
  private static final String SECRETS = "secrets";

  private CaseTimelineText() {}

  /// Writes the evidences: a line for each way in which it stores Secrets.
  ///
  /// @param columns how long a line may be
  public static void write(PrintWriter out, CaseTimeline timeline, int columns) {
    TextTable table =
        new TextTable(
            ">NO",
            "FILE",
            "REVISIONS",
            "SECRETS STORED AS",
            ">LIVE",
            ">SUPERSEDED",
            ">FREE, LOG",
            "LAST WRITTEN");
    timeline.epochs().forEach(epoch -> rows(table, epoch));
    table.print(out, columns);
    note(
        out,
        columns,
        timeline.epochs().stream().anyMatch(epoch -> epoch.last().source().isPresent()));
    out.flush();
  }

  private static void rows(TextTable table, CaseTimeline.Epoch epoch) {
    Evidence evidence = epoch.evidence();
    List<StateCount> states =
        evidence.states().stream()
            .filter(state -> state.groupResource().filter(SECRETS::equals).isPresent())
            .toList();
    List<String> head =
        List.of(
            Integer.toString(evidence.number()),
            evidence.input().path(),
            CaseText.revisions(evidence));
    String time = CaseText.time(epoch.last());
    if (states.isEmpty()) {
      row(table, head, List.of("(none)", "0", "0", "0"), time);
    }
    for (int i = 0; i < states.size(); i++) {
      StateCount state = states.get(i);
      row(
          table,
          i == 0 ? head : List.of("", "", ""),
          List.of(
              state.prefix().orElse("plaintext"),
              Quantity.count(state.live()),
              Quantity.count(state.superseded()),
              Quantity.count(state.free())),
          i == 0 ? time : "");
    }
  }

  private static void row(TextTable table, List<String> head, List<String> counts, String time) {
    List<String> cells = new ArrayList<>(head);
    cells.addAll(counts);
    cells.add(time);
    table.row(cells.toArray(String[]::new));
  }

  /// Writes the revisions of a key, oldest first.
  ///
  /// @param columns how long a line may be
  public static void write(
      PrintWriter out, List<Evidence> evidences, KeyTimeline timeline, int columns) {
    WrappedText.print(
        out,
        "%s: %s in %s"
            .formatted(
                SafeText.forTerminal(timeline.key()),
                Quantity.count(timeline.entries().size(), "record"),
                Quantity.count(evidences.size(), "backup")),
        HANGING,
        columns);
    if (timeline.omitted() > 0) {
      out.println(Quantity.count(timeline.omitted(), "older record") + " not shown");
    }
    out.println();
    TextTable table =
        new TextTable(">REVISION, ENTRY", "CHANGE", "STORED AS", ">BYTES", "WRITTEN", "SEEN IN");
    timeline.entries().forEach(entry -> row(table, entry));
    table.print(out, columns);
    out.println();
    evidences.stream()
        .filter(evidence -> isSeen(timeline, evidence.number()))
        .forEach(
            evidence ->
                out.println(
                    SafeText.forTerminal(evidence.number() + "  " + evidence.input().path())));
    if (timeline.entries().stream().anyMatch(KeyTimeline.Entry::isLogged)) {
      out.println();
      WrappedText.print(
          out,
          "Of an entry that only a write-ahead log has, no revision is known, nor whether it was"
              + " applied; it stands behind what it follows there",
          HANGING,
          columns);
    }
    note(
        out,
        columns,
        timeline.entries().stream().anyMatch(entry -> entry.written().source().isPresent()));
    out.flush();
  }

  private static void row(TextTable table, KeyTimeline.Entry entry) {
    table.row(
        revision(entry),
        entry.change().jsonName(),
        storedAs(entry),
        Quantity.count(entry.sizeBytes()),
        CaseText.time(entry.written()),
        seenIn(entry));
  }

  /// Such as `96`, `96/1`, `96, entry 101`, `entry 101`.
  private static String revision(KeyTimeline.Entry entry) {
    List<String> parts = new ArrayList<>();
    if (entry.revision() > 0) {
      parts.add(
          entry.revision() + (entry.sub() == 0 ? "" : "/" + Long.toUnsignedString(entry.sub())));
    }
    entry.raftIndex().ifPresent(index -> parts.add("entry " + Long.toUnsignedString(index)));
    return parts.isEmpty() ? "fragment" : String.join(", ", parts);
  }

  private static String storedAs(KeyTimeline.Entry entry) {
    return switch (entry.content()) {
      case NONE -> "";
      case PLAIN -> "plaintext";
      case OPENED, NOT_TRIED -> entry.prefix();
      case NOT_OPENED -> entry.prefix().isEmpty() ? "malformed prefix" : entry.prefix();
    };
  }

  /// Such as `1-3 live, 4 superseded free`.
  private static String seenIn(KeyTimeline.Entry entry) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < entry.seen().size(); ) {
      int evidence = entry.seen().get(i).evidence();
      List<String> scopes = new ArrayList<>();
      for (; i < entry.seen().size() && entry.seen().get(i).evidence() == evidence; i++) {
        scopes.add(entry.seen().get(i).scope().jsonName());
      }
      Run next = new Run(evidence, evidence, String.join(" ", scopes));
      boolean isNext = !runs.isEmpty() && runs.getLast().isBefore(next);
      if (isNext) {
        runs.set(runs.size() - 1, new Run(runs.getLast().first(), evidence, next.scopes()));
      } else {
        runs.add(next);
      }
    }
    return runs.stream().map(Run::text).collect(Collectors.joining(", "));
  }

  /// Evidences in which a record stands in the same places.
  private record Run(int first, int last, String scopes) {
    boolean isBefore(Run next) {
      return last + 1 == next.first && scopes.equals(next.scopes);
    }

    String text() {
      return (first == last ? Integer.toString(first) : first + "-" + last) + " " + scopes;
    }
  }

  private static boolean isSeen(KeyTimeline timeline, int evidence) {
    return timeline.entries().stream()
        .anyMatch(entry -> entry.seen().stream().anyMatch(seen -> seen.evidence() == evidence));
  }

  private static void note(PrintWriter out, int columns, boolean hasTimes) {
    if (hasTimes) {
      out.println();
      WrappedText.print(out, CaseText.TIMES, HANGING, columns);
    }
  }
}
