package dev.snapseal.tools.report;

import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.Exposure;
import dev.snapseal.tools.caseindex.ExposureSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/// `case exposed` for people: a line for each object that could be read.
public final class CaseExposedText {
  private static final int SHOWN = 1000;
  private static final int HANGING = 2;

  private CaseExposedText() {}

  /// Writes the text.
  ///
  /// @param folder of the case, as it was named
  /// @param columns how long a line may be
  public static ExposureSummary write(
      PrintWriter out,
      String folder,
      List<Evidence> evidences,
      ResourcePolicy policy,
      ExposureSource exposures,
      int columns)
      throws IOException {
    ShownExposures kept = new ShownExposures(SHOWN);
    ExposureSummary summary = exposures.forEach(kept::add);
    List<Exposure> shown = kept.rows();
    boolean isWhole = evidences.stream().allMatch(evidence -> evidence.gaps().isNoneOf(policy));
    WrappedText.print(out, headline(summary, kept, evidences, isWhole), HANGING, columns);
    incomplete(out, ShellWord.of(folder), evidences, policy, columns);
    apart(out, summary, evidences, columns);
    missing(out, evidences, columns);
    if (!shown.isEmpty()) {
      out.println();
      table(shown).print(out, columns);
      more(out, summary.exposed() - shown.size());
      out.println();
      notes(out, shown, columns);
    }
    out.flush();
    return summary;
  }

  private static void notes(PrintWriter out, List<Exposure> shown, int columns) {
    WrappedText.print(
        out,
        "FIRST is the oldest readable revision, and the backup that shows it; LAST the newest"
            + " backup in which one can be read, and the newest one there: snapseal case DIR"
            + " timeline KEY",
        HANGING,
        columns);
    if (CaseText.hasUnknownRevision(shown)) {
      WrappedText.print(out, CaseText.UNKNOWN_REVISION, HANGING, columns);
    }
    WrappedText.print(out, CaseText.TIMES, HANGING, columns);
  }

  /// What is not in the case: a log that was not read is no damage.
  private static void incomplete(
      PrintWriter out,
      String folder,
      List<Evidence> evidences,
      ResourcePolicy policy,
      int columns) {
    long parts =
        evidences.stream()
            .filter(evidence -> !evidence.gaps().withoutBeside().isNoneOf(policy))
            .count();
    if (parts > 0) {
      WrappedText.print(
          out,
          "NOT KNOWN: a part of %s is not in the case, and more may have been readable there"
              .formatted(Quantity.count(parts, "backup")),
          HANGING,
          columns);
    }
    List<Evidence> alone =
        evidences.stream().filter(evidence -> evidence.gaps().unreadBeside() > 0).toList();
    if (!alone.isEmpty()) {
      WrappedText.print(
          out,
          "NOT KNOWN: the write-ahead log beside %s was not read, and more may have been readable"
                  .formatted(Quantity.count(alone.size(), "backup"))
              + " there",
          HANGING,
          columns);
      alone.stream()
          .flatMap(evidence -> EvidenceFiles.addLog(evidence, folder).stream())
          .findFirst()
          .ifPresent(command -> out.println("  " + SafeText.forTerminal(command)));
    }
  }

  private static void apart(
      PrintWriter out, ExposureSummary summary, List<Evidence> evidences, int columns) {
    if (!summary.apart().isEmpty()) {
      List<String> paths =
          summary.apart().stream()
              .map(number -> evidences.get(number - 1))
              .map(evidence -> "no. %d (%s)".formatted(evidence.number(), evidence.input().path()))
              .toList();
      WrappedText.print(
          out,
          "NOT KNOWN: which cluster %s of: its namespace kube-system cannot be read there, and no revision of another backup is there; what was changed was not looked for across these: %s"
              .formatted(
                  paths.size() == 1
                      ? "1 backup is"
                      : Quantity.count(paths.size(), "backup") + " are",
                  SafeText.forTerminal(CaseWhy.named(paths))),
          HANGING,
          columns);
    }
  }

  private static void missing(PrintWriter out, List<Evidence> evidences, int columns) {
    MissingKeyLines missing = MissingKeyLines.of(evidences);
    if (!missing.isEmpty()) {
      WrappedText.print(out, "NOT OPENED:", HANGING, columns);
      missing
          .lines()
          .forEach(line -> WrappedText.print(out, SafeText.forTerminal(line), HANGING, columns));
    }
  }

  private static String headline(
      ExposureSummary summary, ShownExposures kept, List<Evidence> evidences, boolean isWhole) {
    long clusters = evidences.stream().flatMap(one -> one.cluster().stream()).distinct().count();
    String of =
        "%s in %s%s"
            .formatted(
                Quantity.count(summary.objects(), "object"),
                Quantity.count(evidences.size(), "backup"),
                clusters > 1 ? " of " + Quantity.count(clusters) + " clusters" : "");
    return summary.exposed() == 0
        ? (isWhole ? "NOTHING EXPOSED: none of " : "NOTHING FOUND: none of ") + of + " was readable"
        : "EXPOSED: %s of %s: %s still to be rotated%s, %s not known, %s changed since%s"
            .formatted(
                Quantity.count(summary.exposed()),
                of,
                Quantity.count(summary.due()),
                forNames(kept.count(ShownExposures.Urgency.SAME_USER_NAME)),
                Quantity.count(summary.unknown()),
                Quantity.count(summary.rotated()),
                others(summary));
  }

  /// Such as ` (9 of these for a user name alone)`; empty if there are none.
  private static String forNames(long count) {
    return count == 0 ? "" : " (" + Quantity.count(count) + " of these for a user name alone)";
  }

  /// Such as `, 3 with nothing left but what is no secret`; empty if there are none.
  static String others(ExposureSummary summary) {
    return (summary.harmless() == 0
            ? ""
            : ", "
                + Quantity.count(summary.harmless())
                + " with nothing unchanged but what is no secret")
        + (summary.empty() == 0 ? "" : ", " + Quantity.count(summary.empty()) + " without data");
  }

  private static TextTable table(List<Exposure> shown) {
    TextTable table =
        new TextTable("OBJECT", "ROTATE", "NOW", ">FIRST", "IN", "WRITTEN", ">LAST", "IN", "WHY");
    for (Exposure exposure : shown) {
      table.row(
          name(exposure),
          exposure.rotation().isDue().map(due -> due ? "yes" : "no").orElse("unknown"),
          exposure.existence() == Exposure.Existence.DELETED ? "deleted" : "exists",
          CaseText.revision(exposure.first()),
          CaseText.evidence(exposure.first()),
          CaseText.time(exposure.first().written()),
          CaseText.revision(exposure.last()),
          last(exposure),
          CaseWhy.of(exposure));
    }
    return table;
  }

  /// Such as `secrets prod/db`; of what is not Kubernetes', the key.
  static String name(Exposure exposure) {
    return exposure
        .name()
        .map(
            name ->
                exposure.resource()
                    + " "
                    + exposure.namespace().map(namespace -> namespace + "/").orElse("")
                    + name)
        .orElse(exposure.key());
  }

  /// Such as `5`, or `1, ? in 6 log`.
  private static String last(Exposure exposure) {
    return CaseText.evidence(exposure.last())
        + exposure.unplaced().map(moment -> ", ? in " + CaseText.evidence(moment)).orElse("");
  }

  private static void more(PrintWriter out, long count) {
    if (count > 0) {
      out.println("... and " + Quantity.count(count) + " more: -o json lists all");
    }
  }
}
