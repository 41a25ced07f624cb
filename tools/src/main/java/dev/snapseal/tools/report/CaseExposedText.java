package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.Exposure;
import dev.snapseal.tools.caseindex.ExposureSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// `case exposed` for people: a line for each object that could be read.
public final class CaseExposedText {
  private static final int SHOWN = 1000;
  private static final int HANGING = 2;

  private CaseExposedText() {}

  /// Writes the text.
  ///
  /// @param columns how long a line may be
  public static ExposureSummary write(
      PrintWriter out,
      List<Evidence> evidences,
      ResourcePolicy policy,
      ExposureSource exposures,
      int columns)
      throws IOException {
    List<Exposure> shown = new ArrayList<>();
    ExposureSummary summary =
        exposures.forEach(
            exposure -> {
              if (shown.size() < SHOWN) {
                shown.add(exposure);
              }
            });
    long incomplete =
        evidences.stream().filter(evidence -> !evidence.gaps().isNoneOf(policy)).count();
    WrappedText.print(out, headline(summary, evidences.size(), incomplete == 0), HANGING, columns);
    if (incomplete > 0) {
      WrappedText.print(
          out,
          "NOT KNOWN: a part of %s is not in the case, and more may have been readable there"
              .formatted(Quantity.count(incomplete, "backup")),
          HANGING,
          columns);
    }
    missing(out, evidences, columns);
    if (!shown.isEmpty()) {
      out.println();
      table(shown).print(out, columns);
      more(out, summary.exposed() - shown.size());
      out.println();
      WrappedText.print(
          out,
          "FIRST is the oldest readable revision, and the backup that shows it; LAST the newest"
              + " backup in which one can be read: snapseal case DIR timeline KEY",
          HANGING,
          columns);
      WrappedText.print(out, CaseText.TIMES, HANGING, columns);
    }
    out.flush();
    return summary;
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

  private static String headline(ExposureSummary summary, int backups, boolean isWhole) {
    String of =
        "%s in %s"
            .formatted(
                Quantity.count(summary.objects(), "object"), Quantity.count(backups, "backup"));
    return summary.exposed() == 0
        ? (isWhole ? "NOTHING EXPOSED: none of " : "NOTHING FOUND: none of ") + of + " was readable"
        : "EXPOSED: %s of %s: %s still to be rotated, %s not known, %s changed since%s"
            .formatted(
                Quantity.count(summary.exposed()),
                of,
                Quantity.count(summary.due()),
                Quantity.count(summary.unknown()),
                Quantity.count(summary.rotated()),
                harmless(summary));
  }

  /// Such as `, 3 with nothing left but what is no secret`; empty if there are none.
  static String harmless(ExposureSummary summary) {
    return summary.harmless() == 0
        ? ""
        : ", "
            + Quantity.count(summary.harmless())
            + " with nothing unchanged but what is no secret";
  }

  private static TextTable table(List<Exposure> shown) {
    TextTable table =
        new TextTable("OBJECT", "ROTATE", "NOW", ">FIRST", "IN", "WRITTEN", ">LAST", "IN", "WHY");
    for (Exposure exposure : shown) {
      table.row(
          name(exposure),
          exposure.rotation().isDue().map(due -> due ? "yes" : "no").orElse("unknown"),
          exposure.existence() == Exposure.Existence.DELETED ? "deleted" : "exists",
          revision(exposure.first()),
          Integer.toString(exposure.first().evidence()),
          CaseText.time(exposure.first().written()),
          revision(exposure.last()),
          Integer.toString(exposure.last().evidence()),
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

  private static String revision(Exposure.Moment moment) {
    return moment.revision() == 0 ? "?" : Long.toString(moment.revision());
  }

  private static void more(PrintWriter out, long count) {
    if (count > 0) {
      out.println("... and " + Quantity.count(count) + " more: -o json lists all");
    }
  }
}
