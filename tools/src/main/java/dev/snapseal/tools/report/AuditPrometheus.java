package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.input.InputFacts;
import java.io.PrintWriter;
import java.util.Map;

/// `audit` in Prometheus' text format.
public final class AuditPrometheus {
  private final PrometheusText out;

  private AuditPrometheus(PrintWriter out) {
    this.out = new PrometheusText(out);
  }

  public static void write(PrintWriter out, AuditReport report) {
    new AuditPrometheus(out).write(report);
    out.flush();
  }

  private void write(AuditReport report) {
    out.help("snapseal_audit_verdict", "1 for the verdict of the audit, 0 for the others.");
    for (Verdict verdict : Verdict.values()) {
      String labels = PrometheusText.label("verdict", verdict.jsonName());
      out.sample("snapseal_audit_verdict", labels, report.verdict() == verdict ? 1 : 0);
    }
    out.help("snapseal_audit_input_bytes", "Size of each backup.");
    for (InputFacts input : report.inputs()) {
      String labels =
          PrometheusText.label("path", input.path())
              + ","
              + PrometheusText.label("kind", input.kind().jsonName());
      out.sample("snapseal_audit_input_bytes", labels, input.sizeBytes());
    }
    out.help("snapseal_audit_failed_inputs", "Backups that could not be read.");
    out.sample("snapseal_audit_failed_inputs", "", report.failures().size());
    out.help("snapseal_audit_values", "Values by resource, by how they are stored and where.");
    report.byState().forEach(this::state);
    out.help("snapseal_audit_stale_values", "Encrypted values under a key that no longer writes.");
    out.sample("snapseal_audit_stale_values", "", report.summary().stale());
    out.help("snapseal_audit_undecryptable_values", "Values that no configured key opens.");
    out.sample("snapseal_audit_undecryptable_values", "", report.summary().undecryptable());
    out.help("snapseal_audit_unread_pages", "Pages that could not be followed.");
    out.sample("snapseal_audit_unread_pages", "", report.unreadCount());
    out.help("snapseal_audit_suppressed_findings", "Findings that the baseline has too.");
    out.sample("snapseal_audit_suppressed_findings", "", report.suppressed().size());
    out.help("snapseal_audit_unattributed_bytes", "Text that belongs to nothing that is known.");
    out.sample("snapseal_audit_unattributed_bytes", "", report.unattributedBytes());
    out.help("snapseal_audit_findings", "Findings by rule.");
    for (AuditRule rule : AuditRule.values()) {
      String labels =
          String.join(
              ",",
              PrometheusText.label("rule", rule.id()),
              PrometheusText.label("name", rule.ruleName()),
              PrometheusText.label("severity", rule.severity().jsonName()));
      Map<AuditRule, Long> counts = report.findingCounts();
      out.sample("snapseal_audit_findings", labels, counts.getOrDefault(rule, 0L));
    }
  }

  private void state(StateCount state) {
    String labels =
        String.join(
            ",",
            PrometheusText.label("resource", state.groupResource().orElse("")),
            PrometheusText.label("provider", state.provider()),
            PrometheusText.label("prefix", state.prefix().orElse("")));
    out.sample(
        "snapseal_audit_values",
        labels + "," + PrometheusText.label("scope", "live"),
        state.live());
    out.sample(
        "snapseal_audit_values",
        labels + "," + PrometheusText.label("scope", "superseded"),
        state.superseded());
    out.sample(
        "snapseal_audit_values",
        labels + "," + PrometheusText.label("scope", "free"),
        state.free());
  }
}
