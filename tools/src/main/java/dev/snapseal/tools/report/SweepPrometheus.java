package dev.snapseal.tools.report;

import static dev.snapseal.tools.report.PrometheusText.label;

import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.sweep.Detector;
import dev.snapseal.tools.sweep.SweepReport;
import dev.snapseal.tools.sweep.Unexamined;
import java.io.PrintWriter;
import java.util.Map;

/// `sweep` in Prometheus' text format.
public final class SweepPrometheus {
  private SweepPrometheus() {}

  public static void write(PrintWriter out, SweepReport report) {
    PrometheusText text = new PrometheusText(out);
    text.help("snapseal_sweep_verdict", "1 for the verdict of the sweep, 0 for the others.");
    for (Verdict verdict : Verdict.values()) {
      long value = report.verdict() == verdict ? 1 : 0;
      text.sample("snapseal_sweep_verdict", label("verdict", verdict.jsonName()), value);
    }
    text.help("snapseal_sweep_bytes", "Bytes by what they were taken for.");
    report
        .regions()
        .forEach(
            (region, bytes) -> text.sample("snapseal_sweep_bytes", label("region", region), bytes));
    text.help("snapseal_sweep_skipped_bytes", "Bytes that were not examined.");
    text.sample("snapseal_sweep_skipped_bytes", "", report.skippedBytes());
    text.help("snapseal_sweep_skipped_parts", "Files and parts that were not examined.");
    text.sample(
        "snapseal_sweep_skipped_parts", "", report.unexamined(Unexamined.Kind.SKIPPED).size());
    text.help("snapseal_sweep_failed_inputs", "Files that could not be read.");
    text.sample(
        "snapseal_sweep_failed_inputs", "", report.unexamined(Unexamined.Kind.FAILED).size());
    text.help("snapseal_sweep_unexamined_parts", "What was not examined, or not for certain.");
    for (Unexamined.Kind kind : Unexamined.Kind.values()) {
      long parts = report.unexamined(kind).stream().mapToLong(Unexamined::parts).sum();
      text.sample("snapseal_sweep_unexamined_parts", label("kind", kind.jsonName()), parts);
    }
    text.help("snapseal_sweep_hits", "What can be read, by detector and where it is.");
    for (Detector detector : Detector.values()) {
      report
          .counts()
          .getOrDefault(detector, Map.of())
          .forEach(
              (scope, count) ->
                  text.sample(
                      "snapseal_sweep_hits",
                      label("detector", detector.jsonName())
                          + ","
                          + label("scope", scope.jsonName()),
                      count));
    }
    out.flush();
  }
}
