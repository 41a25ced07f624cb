package dev.snapseal.tools.report;

import java.io.PrintWriter;

/// Prometheus' text format, for the node exporter's textfile collector.
///
/// @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
///   formats</a>
final class PrometheusText {
  private final PrintWriter out;

  PrometheusText(PrintWriter out) {
    this.out = out;
  }

  void help(String metric, String text) {
    out.print("# HELP " + metric + " " + text + "\n# TYPE " + metric + " gauge\n");
  }

  void sample(String metric, String labels, long value) {
    out.print(metric + (labels.isEmpty() ? "" : "{" + labels + "}") + " " + value + "\n");
  }

  static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }
}
