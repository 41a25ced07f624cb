package dev.snapseal.tools.report;

import dev.snapseal.tools.drill.DrillReport;
import dev.snapseal.tools.drill.DrillStep;
import dev.snapseal.tools.report.html.DataTable;
import dev.snapseal.tools.report.html.DataTable.Header;
import dev.snapseal.tools.report.html.Evidence;
import dev.snapseal.tools.report.html.HtmlReport;
import dev.snapseal.tools.report.html.Rotation;
import dev.snapseal.tools.report.html.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `drill` as a report to hand over.
public final class DrillHtml {
  private DrillHtml() {}

  /// The report, whole.
  public static HtmlReport of(DrillReport report, Evidence evidence) {
    return new HtmlReport(
        "Restore drill",
        report.input().path(),
        conclusion(report),
        figures(report),
        remedies(report),
        Rotation.NONE,
        Optional.empty(),
        List.of(),
        List.of(),
        Stream.of(steps(report), counts(report)).filter(table -> !table.rows().isEmpty()).toList(),
        limits(report),
        evidence);
  }

  private static HtmlReport.Conclusion conclusion(DrillReport report) {
    String verdict = DrillText.verdict(report);
    String sentence = verdict.substring(verdict.indexOf(": ") + 2) + ".";
    return switch (report.verdict()) {
      case PASSED -> new HtmlReport.Conclusion(Tone.GOOD, "Passed", sentence);
      case PASSED_WITHOUT_KEYS ->
          new HtmlReport.Conclusion(Tone.CAUTION, "Passed without keys", sentence);
      case FAILED -> new HtmlReport.Conclusion(Tone.ALARM, "Failed", sentence);
    };
  }

  private static List<HtmlReport.Figure> figures(DrillReport report) {
    List<HtmlReport.Figure> figures = new ArrayList<>();
    figures.add(
        new HtmlReport.Figure(
            "Keys compared", Quantity.count(report.keysCompared()), Tone.NEUTRAL));
    report
        .restored()
        .ifPresent(
            etcd -> {
              figures.add(new HtmlReport.Figure("etcd", etcd.etcdVersion(), Tone.NEUTRAL));
              figures.add(
                  new HtmlReport.Figure(
                      "Restore", DrillText.seconds(etcd.restore()) + " s", Tone.NEUTRAL));
              figures.add(
                  new HtmlReport.Figure(
                      "Start", DrillText.seconds(etcd.start()) + " s", Tone.NEUTRAL));
            });
    return figures;
  }

  private static List<HtmlReport.Remedy> remedies(DrillReport report) {
    List<HtmlReport.Remedy> remedies = new ArrayList<>();
    for (DrillStep step : report.steps()) {
      if (!step.ok()) {
        remedies.add(
            new HtmlReport.Remedy(
                step.skipped() ? Tone.CAUTION : Tone.ALARM,
                "",
                "step " + step.name().jsonName(),
                outcome(step),
                1,
                "",
                HtmlWords.sentence(step.detail()),
                List.of(),
                step.remedies().stream().map(HtmlWords::sentence).collect(Collectors.joining(" ")),
                Optional.empty()));
      }
    }
    for (DrillReport.Surprise surprise : report.surprises()) {
      remedies.add(
          new HtmlReport.Remedy(
              Tone.NEUTRAL,
              "",
              "to expect: " + surprise.about(),
              "note",
              1,
              "",
              HtmlWords.sentence(surprise.text()),
              List.of(),
              surprise.command().isPresent() ? "Plan for it, or run:" : "Plan for it.",
              surprise.command()));
    }
    return remedies;
  }

  private static String outcome(DrillStep step) {
    return switch (step.outcome()) {
      case OK -> "ok";
      case FAILED -> "failed";
      case SKIPPED -> "not tried";
    };
  }

  private static DataTable steps(DrillReport report) {
    List<List<String>> rows = new ArrayList<>();
    for (DrillStep step : report.steps()) {
      rows.add(
          List.of(
              step.name().jsonName(),
              outcome(step),
              DrillText.seconds(step.took()),
              step.detail()));
    }
    for (DrillStep.Left left : report.left()) {
      rows.add(List.of(left.name().jsonName(), "not taken", "", left.why()));
    }
    return new DataTable(
        "Steps",
        List.of(
            Header.text("Step"),
            Header.mark("Outcome"),
            Header.number("Seconds"),
            Header.text("Seen")),
        rows,
        0,
        "");
  }

  private static DataTable counts(DrillReport report) {
    List<List<String>> rows = new ArrayList<>();
    report
        .counts()
        .ifPresent(
            counts ->
                counts.sortedPrefixes().entrySet().stream()
                    .limit(DataTable.MAX_ROWS)
                    .forEach(
                        entry ->
                            rows.add(
                                List.of(
                                    entry.getKey().isEmpty() ? "(others)" : entry.getKey(),
                                    Quantity.count(entry.getValue())))));
    long all = report.counts().map(counts -> (long) counts.byPrefix().size()).orElse(0L);
    return new DataTable(
        "Keys served",
        List.of(Header.name("Prefix"), Header.number("Keys")),
        rows,
        all - rows.size(),
        "-o json lists all.");
  }

  private static List<String> limits(DrillReport report) {
    List<String> limits = new ArrayList<>();
    limits.add("No API server was started: that its version reads these objects was not tried.");
    limits.add("One member was restored, on this machine and its disk.");
    report
        .left()
        .forEach(left -> limits.add("Step %s: %s.".formatted(left.name().jsonName(), left.why())));
    return limits;
  }
}
