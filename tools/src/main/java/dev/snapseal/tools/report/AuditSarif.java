package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.Severity;
import dev.snapseal.tools.audit.SuppressedFinding;
import dev.snapseal.tools.audit.UnreadPart;
import dev.snapseal.tools.input.FailedInput;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// `audit` as SARIF 2.1.0, for code-scanning dashboards.
///
/// @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
public final class AuditSarif {
  private AuditSarif() {}

  public static void write(PrintWriter out, Instant startedAt, AuditReport report) {
    SarifLog.write(
        out,
        startedAt,
        report.failures().isEmpty(),
        json -> notifications(json, report),
        json -> {
          report.findings().forEach(finding -> result(json, finding, report));
          report.suppressed().forEach(finding -> suppressed(json, finding));
        });
  }

  /// What the audit could not read.
  private static void notifications(JsonGenerator json, AuditReport report) {
    for (FailedInput failed : report.failures()) {
      SarifLog.notification(json, Severity.ERROR, failed.path() + ": " + failed.reason());
    }
    for (UnreadPart part : report.unread()) {
      SarifLog.notification(json, Severity.WARNING, part.path() + ": " + part.message());
    }
  }

  private static void result(JsonGenerator json, AuditFinding finding, AuditReport report) {
    json.writeStartObject();
    SarifLog.rule(json, finding.rule(), finding.severity());
    SarifLog.text(
        json,
        "message",
        finding.value().key().map(key -> key + ": ").orElse("") + finding.message());
    SarifLog.fingerprint(json, finding.fingerprint());
    if (!report.suppressed().isEmpty()) {
      json.writeStringProperty("baselineState", "new");
      json.writeArrayPropertyStart("suppressions");
      json.writeEndArray();
    }
    SarifLog.location(json, finding.path(), finding.place().offset());
    json.writeEndObject();
  }

  /// A result that the baseline has too; then every result says whether it has it (SARIF 2.1.0,
  /// 3.27.23 and 3.27.24).
  private static void suppressed(JsonGenerator json, SuppressedFinding finding) {
    json.writeStartObject();
    SarifLog.rule(json, finding.rule(), finding.rule().severity());
    SarifLog.text(json, "message", finding.rule().message());
    SarifLog.fingerprint(json, finding.fingerprint());
    json.writeStringProperty("baselineState", "unchanged");
    json.writeArrayPropertyStart("suppressions");
    json.writeStartObject();
    json.writeStringProperty("kind", "external");
    json.writeEndObject();
    json.writeEndArray();
    SarifLog.location(json, finding.path(), OptionalLong.empty());
    json.writeEndObject();
  }
}
