package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.input.InputFacts;
import java.io.PrintWriter;
import java.util.Map;

/// `audit` in Prometheus' text format, for the node exporter's textfile collector.
///
/// @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
///   formats</a>
public final class AuditPrometheus {
  private final PrintWriter out;

  private AuditPrometheus(PrintWriter out) {
    this.out = out;
  }

  public static void write(PrintWriter out, AuditReport report) {
    new AuditPrometheus(out).write(report);
  }

  private void write(AuditReport report) {
    help("snapseal_audit_verdict", "1 for the verdict of the audit, 0 for the others.");
    for (Verdict verdict : Verdict.values()) {
      String labels = label("verdict", verdict.jsonName());
      sample("snapseal_audit_verdict", labels, report.verdict() == verdict ? 1 : 0);
    }
    help("snapseal_audit_input_bytes", "Size of each backup.");
    for (InputFacts input : report.inputs()) {
      String labels = label("path", input.path()) + "," + label("kind", input.kind().jsonName());
      sample("snapseal_audit_input_bytes", labels, input.sizeBytes());
    }
    help("snapseal_audit_failed_inputs", "Backups that could not be read.");
    sample("snapseal_audit_failed_inputs", "", report.failures().size());
    help("snapseal_audit_values", "Values by resource, by how they are stored and where.");
    report.byState().forEach(this::state);
    help("snapseal_audit_stale_values", "Encrypted values under a key that no longer writes.");
    sample("snapseal_audit_stale_values", "", report.summary().stale());
    help("snapseal_audit_undecryptable_values", "Values that no configured key opens.");
    sample("snapseal_audit_undecryptable_values", "", report.summary().undecryptable());
    help("snapseal_audit_unread_pages", "Pages that could not be followed.");
    sample("snapseal_audit_unread_pages", "", report.unreadCount());
    help("snapseal_audit_suppressed_findings", "Findings that the baseline has too.");
    sample("snapseal_audit_suppressed_findings", "", report.suppressed().size());
    help("snapseal_audit_unattributed_bytes", "Text that belongs to nothing that is known.");
    sample("snapseal_audit_unattributed_bytes", "", report.unattributedBytes());
    help("snapseal_audit_findings", "Findings by rule.");
    for (AuditRule rule : AuditRule.values()) {
      String labels =
          String.join(
              ",",
              label("rule", rule.id()),
              label("name", rule.ruleName()),
              label("severity", rule.severity().jsonName()));
      Map<AuditRule, Long> counts = report.findingCounts();
      sample("snapseal_audit_findings", labels, counts.getOrDefault(rule, 0L));
    }
    out.flush();
  }

  private void state(StateCount state) {
    String labels =
        String.join(
            ",",
            label("resource", state.groupResource().orElse("")),
            label("provider", state.provider()),
            label("prefix", state.prefix().orElse("")));
    sample("snapseal_audit_values", labels + "," + label("scope", "live"), state.live());
    sample(
        "snapseal_audit_values", labels + "," + label("scope", "superseded"), state.superseded());
    sample("snapseal_audit_values", labels + "," + label("scope", "free"), state.free());
  }

  private void help(String metric, String text) {
    out.print("# HELP " + metric + " " + text + "\n# TYPE " + metric + " gauge\n");
  }

  private void sample(String metric, String labels, long value) {
    out.print(metric + (labels.isEmpty() ? "" : "{" + labels + "}") + " " + value + "\n");
  }

  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }
}
