package dev.snapseal.tools.report;

import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.caseindex.CaseTimeline;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.EvidenceKeys;
import dev.snapseal.tools.caseindex.ExposureSummary;
import dev.snapseal.tools.report.html.DataTable;
import dev.snapseal.tools.report.html.HtmlReport;
import dev.snapseal.tools.report.html.HtmlReport.Figure;
import dev.snapseal.tools.report.html.Tone;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A case as a report to hand over.
public final class CaseHtml {
  private final CaseTimeline timeline;
  private final List<Evidence> evidences;
  private final ResourcePolicy policy;
  private final ShownExposures shown;
  private final ExposureSummary summary;

  private CaseHtml(
      CaseTimeline timeline, ResourcePolicy policy, ShownExposures shown, ExposureSummary summary) {
    this.timeline = timeline;
    this.evidences = timeline.epochs().stream().map(CaseTimeline.Epoch::evidence).toList();
    this.policy = policy;
    this.shown = shown;
    this.summary = summary;
  }

  /// Goes through all exposures, and keeps no more than the page has room for.
  public static CaseHtml read(
      CaseTimeline timeline, ResourcePolicy policy, ExposureSource exposures) throws IOException {
    ShownExposures shown = new ShownExposures(DataTable.MAX_ROWS);
    ExposureSummary summary = exposures.forEach(shown::add);
    return new CaseHtml(timeline, policy, shown, summary);
  }

  public ExposureSummary summary() {
    return summary;
  }

  /// The report, whole.
  ///
  /// @param folder of the case, as it was named
  public HtmlReport report(String folder, dev.snapseal.tools.report.html.Evidence evidence) {
    CaseTables tables = CaseTables.of(timeline);
    return new HtmlReport(
        "Case",
        folder,
        conclusion(),
        figures(),
        new CaseRemedies(evidences, policy, shown, summary, ShellWord.of(folder)).all(),
        CaseRotation.of(shown),
        Optional.empty(),
        List.of(),
        new CasePictures(evidences, policy).timelines(),
        Stream.of(tables.exposed(shown, summary), tables.evidences(timeline, policy))
            .filter(table -> !table.rows().isEmpty())
            .toList(),
        limits(),
        evidence);
  }

  /// What the report says of each evidence, in the order in which they were added.
  ///
  /// @param evidences likewise
  public static List<dev.snapseal.tools.report.html.Evidence.Input> inputs(
      List<Evidence> evidences) {
    return evidences.stream().map(CaseHtml::input).toList();
  }

  private static dev.snapseal.tools.report.html.Evidence.Input input(Evidence evidence) {
    dev.snapseal.tools.report.html.Evidence.Input input =
        dev.snapseal.tools.report.html.Evidence.Input.of(evidence.input());
    List<dev.snapseal.tools.report.html.Evidence.Fact> facts = new ArrayList<>();
    facts.add(
        new dev.snapseal.tools.report.html.Evidence.Fact(
            "In the case", "backup " + evidence.number()));
    facts.addAll(input.facts());
    return new dev.snapseal.tools.report.html.Evidence.Input(input.path(), facts);
  }

  private Verdict verdict() {
    if (summary.exposed() > 0) {
      return Verdict.READABLE;
    }
    return summary.objects() == 0 || count(this::isUnclear) > 0
        ? Verdict.UNDETERMINED
        : Verdict.UNREADABLE;
  }

  /// Where nothing could be read, what is not encrypted either begins like a prefix and is none.
  private boolean isUnclear(Evidence evidence) {
    return isIncomplete(evidence)
        || !evidence.gaps().isNoneOf(policy)
        || CasePictures.states(evidence, policy).anyMatch(StateCount::isPlaintext);
  }

  /// A value that no key given opens may be anything behind a prefix.
  static boolean isIncomplete(Evidence evidence) {
    return !evidence.gaps().isNone() || evidence.gaps().unopened() > 0;
  }

  private long count(Predicate<Evidence> which) {
    return evidences.stream().filter(which).count();
  }

  private HtmlReport.Conclusion conclusion() {
    String objects = Quantity.count(summary.objects(), "object") + " (" + policy + ")";
    String backups = Quantity.count(evidences.size(), "backup");
    return switch (verdict()) {
      case READABLE ->
          new HtmlReport.Conclusion(Tone.ALARM, "Readable", readable(objects, backups));
      case UNREADABLE ->
          new HtmlReport.Conclusion(
              Tone.GOOD,
              "Unreadable",
              "None of %s was ever readable in %s.".formatted(objects, backups));
      case UNDETERMINED ->
          new HtmlReport.Conclusion(Tone.CAUTION, "Undetermined", undetermined(objects, backups));
    };
  }

  private String readable(String objects, String backups) {
    String sentence =
        "%s of %s could be read in %s: %s still to be rotated, %s not known, %s changed since%s."
            .formatted(
                Quantity.count(summary.exposed()),
                objects,
                backups,
                Quantity.count(summary.due()),
                Quantity.count(summary.unknown()),
                Quantity.count(summary.rotated()),
                CaseExposedText.others(summary));
    long incomplete = count(CaseHtml::isIncomplete);
    return incomplete == 0
        ? sentence
        : sentence
            + " There may be more: of %s a part was not read or did not open."
                .formatted(Quantity.count(incomplete, "backup"));
  }

  private String undetermined(String objects, String backups) {
    return summary.objects() == 0
        ? "There is no object of %s in %s to judge.".formatted(policy, backups)
        : "None of %s was readable in what was read of %s, but of %s a part was not read or did"
                .formatted(objects, backups, Quantity.count(count(this::isUnclear)))
            + " not open.";
  }

  private List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(figure("could be read", summary.exposed(), Tone.ALARM));
    figures.add(figure("still to be rotated", summary.due(), Tone.ALARM));
    figures.add(figure("not known if rotated", summary.unknown(), Tone.CAUTION));
    figures.add(fact("changed since", Quantity.count(summary.rotated())));
    if (summary.harmless() > 0) {
      figures.add(fact("unchanged, no secret", Quantity.count(summary.harmless())));
    }
    if (summary.empty() > 0) {
      figures.add(fact("without data", Quantity.count(summary.empty())));
    }
    figures.add(fact("deleted since", Quantity.count(summary.deleted())));
    figures.add(fact("objects in all", Quantity.count(summary.objects())));
    figures.add(fact("backups", Quantity.count(evidences.size())));
    figures.add(revisions());
    long incomplete = count(CaseHtml::isIncomplete);
    if (incomplete > 0) {
      figures.add(figure("incomplete backups", incomplete, Tone.CAUTION));
    }
    return figures;
  }

  /// Revisions of different clusters have nothing to do with one another.
  private Figure revisions() {
    long clusters = evidences.stream().map(Evidence::cluster).distinct().count();
    if (clusters > 1) {
      return fact("clusters", Quantity.count(clusters));
    }
    LongSummaryStatistics revisions =
        evidences.stream()
            .filter(evidence -> evidence.source() == Evidence.Source.STORE)
            .filter(evidence -> evidence.records() > 0)
            .flatMap(evidence -> Stream.of(evidence.firstRevision(), evidence.lastRevision()))
            .mapToLong(Long::longValue)
            .summaryStatistics();
    return fact(
        "revisions",
        revisions.getCount() == 0
            ? "none"
            : Quantity.count(revisions.getMin()) + "\u2013" + Quantity.count(revisions.getMax()));
  }

  private static Figure figure(String label, long count, Tone ifAny) {
    return new Figure(label, Quantity.count(count), count == 0 ? Tone.GOOD : ifAny);
  }

  private static Figure fact(String label, String value) {
    return new Figure(label, value, Tone.NEUTRAL);
  }

  private List<String> limits() {
    List<String> limits = new ArrayList<>();
    limits.add("The verdict speaks of " + policy + ". Other resources were not judged.");
    limits.add(
        "What was changed or deleted in the cluster is not thereby revoked: a credential is void"
            + " only where it is checked.");
    limits.add(
        "What a Secret holds in certificates alone, and ca.crt and namespace of a service account's"
            + " token, is no secret; for these it need not be rotated.");
    limits.add(CaseText.TIMES + ".");
    limits.add(
        "The backups were read when they were added to the case, and not again for this report;"
            + " their SHA-256 are of that time.");
    long withoutKeys =
        count(evidence -> evidence.keys().use() == EvidenceKeys.Use.NONE && isSealed(evidence));
    if (withoutKeys > 0) {
      limits.add(
          "Added without keys: %s. Encrypted values in them were told by their prefix, and not"
                  .formatted(Quantity.count(withoutKeys, "backup"))
              + " compared with what was readable.");
    }
    if (count(evidence -> evidence.source() == Evidence.Source.LOG) > 0) {
      limits.add(
          "Entries of a write-ahead log have no revisions; where no backup tells it, it is shown as"
              + " \u201C?\u201D.");
    }
    limits.add(
        "A key that somebody else has makes ciphertext readable; this report counts as readable"
            + " only what is stored in the clear.");
    limits.add(
        "A backup that is not in the case may have held more, and a revision that was compacted"
            + " before the first backup was taken is in none of them.");
    return limits;
  }

  private boolean isSealed(Evidence evidence) {
    return !CasePictures.states(evidence, policy).allMatch(StateCount::isPlaintext);
  }
}
