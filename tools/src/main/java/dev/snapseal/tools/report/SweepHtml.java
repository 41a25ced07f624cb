package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.FileCharts;
import dev.snapseal.tools.report.html.CellMap;
import dev.snapseal.tools.report.html.Coverage;
import dev.snapseal.tools.report.html.Evidence;
import dev.snapseal.tools.report.html.HtmlReport;
import dev.snapseal.tools.report.html.Paint;
import dev.snapseal.tools.report.html.Tone;
import dev.snapseal.tools.sweep.Detector;
import dev.snapseal.tools.sweep.SweepReport;
import dev.snapseal.tools.sweep.SweptContent;
import dev.snapseal.tools.sweep.Unexamined;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// `sweep` as a report to hand over.
public final class SweepHtml {
  private static final int MAX_GAPS = 100;

  /// What opens values that are encrypted, and so comes before those that are not.
  private static final Set<AuditRule> KEYS =
      Set.of(AuditRule.KEY_MATERIAL, AuditRule.PUBLISHED_KEY);

  private final SweepReport report;

  private SweepHtml(SweepReport report) {
    this.report = report;
  }

  /// The report, whole.
  ///
  /// @param report with its charts
  public static HtmlReport of(SweepReport report, Evidence evidence) {
    return new SweepHtml(report).report(evidence);
  }

  private HtmlReport report(Evidence evidence) {
    List<FileCharts> stores = AuditPictures.shown(report.storeCharts());
    return new HtmlReport(
        "Sweep",
        subject(),
        conclusion(),
        figures(),
        remedies(),
        SweepRotation.of(report),
        Optional.of(coverage()),
        Stream.concat(
                stores.stream().map(AuditPictures::map),
                report.rawCharts().stream().map(SweepHtml::map))
            .toList(),
        stores.stream().flatMap(file -> AuditPictures.timelines(file, stores.size())).toList(),
        SweepTables.of(report),
        limits(stores),
        evidence);
  }

  private String subject() {
    return report.files().isEmpty()
        ? report.unexamined(Unexamined.Kind.SKIPPED).getFirst().path()
        : HtmlWords.subject(report.files().stream().map(SweepReport.SweptFile::path).toList());
  }

  private HtmlReport.Conclusion conclusion() {
    String said = HtmlWords.behindWord(new SweepWords(report).verdict());
    return switch (report.verdict()) {
      case READABLE -> new HtmlReport.Conclusion(Tone.ALARM, "Readable", said);
      case UNREADABLE -> new HtmlReport.Conclusion(Tone.GOOD, "Unreadable", said);
      case UNDETERMINED ->
          new HtmlReport.Conclusion(
              Tone.CAUTION, report.files().isEmpty() ? "Not examined" : "Undetermined", said);
    };
  }

  private List<HtmlReport.Figure> figures() {
    List<HtmlReport.Figure> figures = new ArrayList<>(readableFigures());
    figures.add(
        figure(
            "encrypted values seen",
            report.encrypted().values().stream().mapToLong(Long::longValue).sum()));
    int files = report.files().size();
    figures.add(figure(files == 1 ? "file" : "files", files));
    figures.add(
        new HtmlReport.Figure("examined", Quantity.bytes(report.examinedBytes()), Tone.NEUTRAL));
    if (report.missingParts() > 0) {
      figures.add(
          new HtmlReport.Figure(
              "parts not examined", Quantity.count(report.missingParts()), Tone.CAUTION));
    }
    return figures;
  }

  /// Keys apart, as they open what is encrypted.
  private List<HtmlReport.Figure> readableFigures() {
    SweepWords words = new SweepWords(report);
    long keys = SweepWords.sum(report.counts().getOrDefault(Detector.ENCRYPTION_KEY, Map.of()));
    List<HtmlReport.Figure> figures = new ArrayList<>();
    if (keys > 0) {
      figures.add(
          readable(keys == 1 ? "encryption key lies beside" : "encryption keys lie beside", keys));
    }
    figures.add(readable("values in the clear", words.values()));
    figures.add(
        readable(
            report.hasAllHits() ? "objects by name" : "objects by name, at least",
            report.readableObjects().size()));
    figures.add(readable("other readable things", words.others() - keys));
    return figures;
  }

  private static HtmlReport.Figure readable(String label, long count) {
    return new HtmlReport.Figure(label, Quantity.count(count), count == 0 ? Tone.GOOD : Tone.ALARM);
  }

  private static HtmlReport.Figure figure(String label, long count) {
    return new HtmlReport.Figure(label, Quantity.count(count), Tone.NEUTRAL);
  }

  private List<HtmlReport.Remedy> remedies() {
    Map<AuditRule, Long> counts = new EnumMap<>(AuditRule.class);
    report
        .counts()
        .forEach(
            (detector, byScope) ->
                byScope.forEach(
                    (scope, count) ->
                        detector
                            .rule(scope)
                            .ifPresent(rule -> counts.merge(rule, count, Long::sum))));
    List<HtmlReport.Remedy> remedies = new ArrayList<>();
    long readable = counts.values().stream().mapToLong(Long::longValue).sum();
    if (readable > 0) {
      remedies.add(HtmlWords.rotation(readable, SweepWords.ROTATE));
    }
    counts.entrySet().stream()
        .sorted(Comparator.comparing(entry -> !KEYS.contains(entry.getKey())))
        .map(entry -> remedy(entry.getKey(), entry.getValue()))
        .forEach(remedies::add);
    return remedies;
  }

  private HtmlReport.Remedy remedy(AuditRule rule, long count) {
    return HtmlWords.remedy(rule, count, rule.severity(), new SweepWords(report).remedy(rule));
  }

  private Coverage coverage() {
    List<Coverage.Gap> gaps = new ArrayList<>();
    for (Unexamined part : report.unexamined()) {
      OptionalLong bytes = part.bytes() > 0 ? OptionalLong.of(part.bytes()) : OptionalLong.empty();
      if (!part.path().isEmpty() && part.kind().isMissing()) {
        gaps.add(new Coverage.Gap(part.path(), part.why(), bytes));
      }
    }
    List<Coverage.Region> regions = new ArrayList<>();
    report
        .regions()
        .forEach(
            (region, bytes) -> {
              if (bytes > 0) {
                regions.add(new Coverage.Region(label(region), bytes, true, Paint.STRUCTURE));
              }
            });
    if (report.skippedBytes() > 0) {
      regions.add(new Coverage.Region("not examined", report.skippedBytes(), false, Paint.UNREAD));
    }
    return new Coverage(
        report.bytes(),
        report.examinedBytes(),
        regions,
        gaps.subList(0, Math.min(MAX_GAPS, gaps.size())),
        gaps.size());
  }

  private static String label(String region) {
    String words = SweepWords.region(region);
    return switch (region) {
      case "wal", "raft", "raw", "zero" -> words;
      default -> "stores: " + words;
    };
  }

  private static CellMap map(SweepReport.RawChart chart) {
    return CellMap.of(chart.path(), chart.map(), "block", 0, SweepHtml::look);
  }

  private static CellMap.Look look(SweptContent content) {
    return switch (content) {
      case ZEROES -> new CellMap.Look("zeroes", Paint.FREE);
      case UNKNOWN -> new CellMap.Look("nothing recognised", Paint.UNEXAMINED);
      case PAGES -> new CellMap.Look("bbolt pages", Paint.STRUCTURE);
      case ENCRYPTED -> new CellMap.Look("encrypted values", Paint.ENCRYPTED);
      case PERMITTED -> new CellMap.Look("permitted plaintext", Paint.PERMITTED);
      case UNREAD -> new CellMap.Look("could not be read", Paint.UNREAD);
      case READABLE -> new CellMap.Look("readable", Paint.READABLE);
    };
  }

  private List<String> limits(List<FileCharts> stores) {
    List<String> limits = new ArrayList<>();
    for (Unexamined part : report.unexamined()) {
      switch (part.kind()) {
        case CAVEAT -> limits.add(part.text());
        case LIMIT -> limits.add(part.text() + ".");
        case FAILED, SKIPPED -> {
          // among the gaps of the coverage
        }
      }
    }
    limits.add(
        "Not seen: what is compressed or encrypted as a whole, values in pieces that lost their"
            + " beginning, and blocks that a disk discarded (TRIM) and reads as zeroes.");
    limits.add(
        "The verdict speaks of %s, and of credentials that are known by their form."
            .formatted(report.policy()));
    if (report.storeCharts().size() > stores.size()) {
      limits.add("Maps and timelines are of the first " + stores.size() + " stores.");
    }
    limits.add(
        "A key that somebody else has makes ciphertext readable. Only keys that public"
            + " documentation prints, and keys found beside the data, are known to be such.");
    return limits;
  }
}
