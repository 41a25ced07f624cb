package dev.snapseal.tools.report;

import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.AuditScope;
import dev.snapseal.tools.audit.FileCharts;
import dev.snapseal.tools.audit.Severity;
import dev.snapseal.tools.audit.UnreadPart;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.report.html.Coverage;
import dev.snapseal.tools.report.html.Evidence;
import dev.snapseal.tools.report.html.HtmlReport;
import dev.snapseal.tools.report.html.Paint;
import dev.snapseal.tools.report.html.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// `audit` as a report to hand over.
public final class AuditHtml {
  private static final int MAX_GAPS = 100;

  private final AuditReport report;

  private AuditHtml(AuditReport report) {
    this.report = report;
  }

  /// The report, whole.
  ///
  /// @param report with its charts
  public static HtmlReport of(AuditReport report, Evidence evidence) {
    return new AuditHtml(report).report(evidence);
  }

  private HtmlReport report(Evidence evidence) {
    List<FileCharts> charts = AuditPictures.shown(report.charts());
    return new HtmlReport(
        "Audit",
        HtmlWords.subject(report.inputs().stream().map(InputFacts::path).toList()),
        conclusion(),
        figures(),
        remedies(),
        AuditRotation.of(report),
        Optional.of(coverage()),
        charts.stream().map(AuditPictures::map).toList(),
        charts.stream().flatMap(file -> AuditPictures.timelines(file, charts.size())).toList(),
        AuditTables.of(report),
        limits(charts),
        evidence);
  }

  private HtmlReport.Conclusion conclusion() {
    String sentence = new AuditWords(report, "").verdict();
    int word = sentence.indexOf(": ");
    return new HtmlReport.Conclusion(
        tone(report.verdict()),
        sentence.charAt(0) + sentence.substring(1, word).toLowerCase(Locale.ROOT),
        HtmlWords.behindWord(sentence));
  }

  private static Tone tone(Verdict verdict) {
    return switch (verdict) {
      case READABLE -> Tone.ALARM;
      case UNREADABLE -> Tone.GOOD;
      case UNDETERMINED -> Tone.CAUTION;
    };
  }

  private List<HtmlReport.Figure> figures() {
    AuditReport.Exposed exposed = report.exposed();
    AuditReport.Summary summary = report.summary();
    List<HtmlReport.Figure> figures = new ArrayList<>();
    figures.add(exposed("readable, live", exposed.live()));
    figures.add(exposed("readable, superseded", exposed.superseded()));
    figures.add(exposed("readable, in free space", exposed.free()));
    if (exposed.published() > 0) {
      figures.add(exposed("under a published key", exposed.published()));
    }
    figures.add(figure("values in all", summary.values(), Tone.NEUTRAL));
    figures.add(figure("encrypted", summary.encrypted(), Tone.NEUTRAL));
    addIfAny(figures, "do not open", summary.undecryptable(), Tone.ALARM);
    addIfAny(figures, "without a key", summary.lackingKey(), Tone.ALARM);
    addIfAny(figures, "under a stale key", summary.stale(), Tone.CAUTION);
    addIfAny(figures, "could not be judged", summary.malformed(), Tone.CAUTION);
    return figures;
  }

  private static HtmlReport.Figure exposed(String label, long count) {
    return figure(label, count, count == 0 ? Tone.GOOD : Tone.ALARM);
  }

  private static HtmlReport.Figure figure(String label, long count, Tone tone) {
    return new HtmlReport.Figure(label, Quantity.count(count), tone);
  }

  private static void addIfAny(
      List<HtmlReport.Figure> figures, String label, long count, Tone tone) {
    if (count > 0) {
      figures.add(figure(label, count, tone));
    }
  }

  private List<HtmlReport.Remedy> remedies() {
    List<HtmlReport.Remedy> remedies = new ArrayList<>();
    if (report.verdict() == Verdict.READABLE) {
      AuditReport.Exposed exposed = report.exposed();
      remedies.add(
          HtmlWords.rotation(
              exposed.plaintext() + exposed.published(), "Rotate " + AuditWords.ROTATE + "."));
    }
    for (Severity severity : Severity.values()) {
      report.findingCounts().entrySet().stream()
          .filter(entry -> gravest(entry.getKey()) == severity)
          .forEach(entry -> remedies.add(remedy(entry, severity)));
    }
    return remedies;
  }

  private HtmlReport.Remedy remedy(Map.Entry<AuditRule, Long> counted, Severity severity) {
    AuditRule rule = counted.getKey();
    return HtmlWords.remedy(
        rule, counted.getValue(), severity, AuditWords.remedy(rule, findings(rule)));
  }

  private Severity gravest(AuditRule rule) {
    return findings(rule).stream()
        .map(AuditFinding::severity)
        .min(Severity::compareTo)
        .orElse(rule.severity());
  }

  private List<AuditFinding> findings(AuditRule rule) {
    return report.findings().stream().filter(finding -> finding.rule() == rule).toList();
  }

  private Coverage coverage() {
    List<Coverage.Gap> gaps = new ArrayList<>();
    report
        .failures()
        .forEach(
            failed ->
                gaps.add(new Coverage.Gap(failed.path(), failed.reason(), OptionalLong.empty())));
    report.unread().forEach(part -> gaps.add(gap(part)));
    return new Coverage(
        report.bytes(),
        report.examinedBytes(),
        report.regions().stream().filter(region -> region.bytes() > 0).map(this::region).toList(),
        gaps.subList(0, Math.min(MAX_GAPS, gaps.size())),
        report.failures().size() + report.unreadCount());
  }

  private static Coverage.Gap gap(UnreadPart part) {
    String where =
        part.page().isEmpty()
            ? part.path()
            : "%s, page %s".formatted(part.path(), Quantity.count(part.page().getAsLong()));
    return new Coverage.Gap(where, part.message(), OptionalLong.empty());
  }

  private Coverage.Region region(FileRegion region) {
    boolean examined = report.scope().examines(region.kind());
    return new Coverage.Region(
        label(region.kind()),
        region.bytes(),
        examined,
        examined ? Paint.STRUCTURE : Paint.UNEXAMINED);
  }

  private static String label(FileRegion.Kind kind) {
    return switch (kind) {
      case META -> "meta pages";
      case BRANCH -> "branch pages";
      case LEAF -> "leaf pages: what is stored";
      case FREELIST -> "freelist";
      case SLACK -> "slack inside pages";
      case FREE -> "free pages";
      case BEYOND_HIGH_WATER_MARK -> "beyond the last page in use";
      case TRAILER -> "SHA-256 trailer";
    };
  }

  private List<String> limits(List<FileCharts> charts) {
    List<String> limits = new ArrayList<>();
    limits.add(
        "The verdict speaks of %s. Other resources are counted and not judged: a password in a"
                .formatted(report.policy())
            + " Deployment's environment is plaintext by design.");
    if (report.decryption() == AuditReport.Decryption.CLASSIFIED_ONLY) {
      limits.add(
          "Values were told apart by their prefix and not decrypted: whether the keys at hand open"
              + " them was not tried.");
    }
    if (report.scope() != AuditScope.ALL) {
      limits.add(
          "Not every byte was examined (--scope %s)."
              .formatted(report.scope().name().toLowerCase(Locale.ROOT)));
    }
    if (report.completeness() == AuditOptions.Completeness.PARTS_UNREAD) {
      limits.add(
          "Not everything at the places named was read: a page, an input, or what lies beside the"
              + " database, such as its write-ahead log. It may hold values.");
    }
    if (report.charts().size() > charts.size()) {
      limits.add(
          "Maps and timelines are of the first %s of %s."
              .formatted(
                  Quantity.count(charts.size()), Quantity.count(report.charts().size(), "file")));
    }
    if (!report.suppressed().isEmpty()) {
      limits.add(
          Quantity.count(report.suppressed().size(), "finding")
              + " that an earlier report has are left out (--baseline).");
    }
    limits.add(
        "A key that somebody else has makes ciphertext readable. Only keys that public"
            + " documentation prints are known to be such.");
    limits.add(
        "Without their beginning these are not recognised: compressed or binary data, text in"
            + " UTF-16, and pieces of less than some forty bytes.");
    limits.add(
        "Kubernetes never encrypts the names of objects, and neither their sizes and times.");
    limits.add("The SHA-256 trailer of a snapshot shows damage. It does not show malice.");
    return limits;
  }
}
