package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Severity;
import dev.snapseal.tools.sweep.Hit;
import dev.snapseal.tools.sweep.SweepReport;
import dev.snapseal.tools.sweep.Unexamined;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// `sweep` as SARIF 2.1.0, for code-scanning dashboards.
public final class SweepSarif {
  private SweepSarif() {}

  public static void write(PrintWriter out, Instant startedAt, SweepReport report) {
    SarifLog.write(
        out,
        startedAt,
        report.failures().isEmpty(),
        json -> notifications(json, report),
        json ->
            report.hits().forEach(hit -> hit.rule().ifPresent(rule -> result(json, hit, rule))));
  }

  private static void notifications(JsonGenerator json, SweepReport report) {
    for (Unexamined part : report.unexamined()) {
      switch (part.kind()) {
        case FAILED -> SarifLog.notification(json, Severity.ERROR, part.path() + ": " + part.why());
        case SKIPPED ->
            SarifLog.notification(json, Severity.WARNING, part.path() + ": " + part.why());
        case LIMIT -> SarifLog.notification(json, Severity.WARNING, part.text());
        case CAVEAT -> SarifLog.notification(json, Severity.NOTE, part.text());
      }
    }
  }

  private static void result(JsonGenerator json, Hit hit, AuditRule rule) {
    json.writeStartObject();
    SarifLog.rule(json, rule, rule.severity());
    SarifLog.text(json, "message", hit.title() + hit.preview());
    SarifLog.fingerprint(json, hit.fingerprint());
    SarifLog.location(json, hit.path(), OptionalLong.of(hit.offset()));
    json.writeEndObject();
  }
}
