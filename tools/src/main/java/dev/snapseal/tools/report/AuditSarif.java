package dev.snapseal.tools.report;

import dev.snapseal.tools.Version;
import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Severity;
import dev.snapseal.tools.audit.SuppressedFinding;
import dev.snapseal.tools.audit.UnreadPart;
import dev.snapseal.tools.input.FailedInput;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// `audit` as SARIF 2.1.0, for code-scanning dashboards.
///
/// @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
public final class AuditSarif {
  private static final List<AuditRule> RULES = List.of(AuditRule.values());
  private static final String IN_PATH =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=@/";

  private AuditSarif() {}

  public static void write(PrintWriter out, Instant startedAt, AuditReport report) {
    JsonReport.writeForeign(out, json -> log(json, startedAt, report));
  }

  private static void log(JsonGenerator json, Instant startedAt, AuditReport report) {
    json.writeStartObject();
    json.writeStringProperty("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.writeStringProperty("version", "2.1.0");
    json.writeArrayPropertyStart("runs");
    json.writeStartObject();
    tool(json);
    json.writeArrayPropertyStart("invocations");
    json.writeStartObject();
    json.writeBooleanProperty("executionSuccessful", report.failures().isEmpty());
    json.writeStringProperty("startTimeUtc", JsonReport.time(startedAt));
    json.writeStringProperty("endTimeUtc", JsonReport.time(Instant.now()));
    notifications(json, report);
    json.writeEndObject();
    json.writeEndArray();
    json.writeArrayPropertyStart("results");
    report.findings().forEach(finding -> result(json, finding, report));
    report.suppressed().forEach(finding -> suppressed(json, finding));
    json.writeEndArray();
    json.writeStringProperty("columnKind", "unicodeCodePoints");
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  /// What the audit could not read.
  private static void notifications(JsonGenerator json, AuditReport report) {
    json.writeArrayPropertyStart("toolExecutionNotifications");
    for (FailedInput failed : report.failures()) {
      notification(json, Severity.ERROR, failed.path() + ": " + failed.reason());
    }
    for (UnreadPart part : report.unread()) {
      notification(json, Severity.WARNING, part.path() + ": " + part.message());
    }
    json.writeEndArray();
  }

  private static void notification(JsonGenerator json, Severity severity, String message) {
    json.writeStartObject();
    json.writeStringProperty("level", severity.jsonName());
    text(json, "message", message);
    json.writeEndObject();
  }

  private static void tool(JsonGenerator json) {
    json.writeObjectPropertyStart("tool");
    json.writeObjectPropertyStart("driver");
    json.writeStringProperty("name", "snapseal");
    json.writeStringProperty("version", Version.number());
    json.writeArrayPropertyStart("rules");
    for (AuditRule rule : AuditRule.values()) {
      json.writeStartObject();
      json.writeStringProperty("id", rule.id());
      json.writeStringProperty("name", rule.ruleName());
      text(json, "shortDescription", rule.message());
      text(json, "help", rule.remedy());
      json.writeObjectPropertyStart("defaultConfiguration");
      json.writeStringProperty("level", rule.severity().jsonName());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void result(JsonGenerator json, AuditFinding finding, AuditReport report) {
    json.writeStartObject();
    rule(json, finding.rule(), finding.severity());
    text(
        json,
        "message",
        finding.value().key().map(key -> key + ": ").orElse("") + finding.message());
    fingerprint(json, finding.fingerprint());
    if (!report.suppressed().isEmpty()) {
      json.writeStringProperty("baselineState", "new");
      json.writeArrayPropertyStart("suppressions");
      json.writeEndArray();
    }
    location(json, finding.path(), finding.place().offset());
    json.writeEndObject();
  }

  /// A result that the baseline has too; then every result says whether it has it (SARIF 2.1.0,
  /// 3.27.23 and 3.27.24).
  private static void suppressed(JsonGenerator json, SuppressedFinding finding) {
    json.writeStartObject();
    rule(json, finding.rule(), finding.rule().severity());
    text(json, "message", finding.rule().message());
    fingerprint(json, finding.fingerprint());
    json.writeStringProperty("baselineState", "unchanged");
    json.writeArrayPropertyStart("suppressions");
    json.writeStartObject();
    json.writeStringProperty("kind", "external");
    json.writeEndObject();
    json.writeEndArray();
    location(json, finding.path(), OptionalLong.empty());
    json.writeEndObject();
  }

  private static void rule(JsonGenerator json, AuditRule rule, Severity severity) {
    json.writeStringProperty("ruleId", rule.id());
    json.writeNumberProperty("ruleIndex", RULES.indexOf(rule));
    json.writeStringProperty("level", severity.jsonName());
  }

  private static void fingerprint(JsonGenerator json, String fingerprint) {
    json.writeObjectPropertyStart("partialFingerprints");
    json.writeStringProperty("snapseal/v1", fingerprint);
    json.writeEndObject();
  }

  private static void location(JsonGenerator json, String path, OptionalLong offset) {
    json.writeArrayPropertyStart("locations");
    json.writeStartObject();
    json.writeObjectPropertyStart("physicalLocation");
    json.writeObjectPropertyStart("artifactLocation");
    json.writeStringProperty("uri", uri(path));
    json.writeEndObject();
    if (offset.isPresent()) {
      json.writeObjectPropertyStart("region");
      json.writeNumberProperty("byteOffset", offset.getAsLong());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
  }

  /// A path as the URI reference that SARIF wants: all but what RFC 3986 lets stand in a path is
  /// percent-encoded; so is the colon, which would make a scheme of what stands before it.
  private static String uri(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      if (octet > 0 && IN_PATH.indexOf(octet) >= 0) {
        uri.append((char) octet);
      } else {
        uri.append("%%%02X".formatted(octet & 0xFF));
      }
    }
    return uri.toString();
  }

  private static void text(JsonGenerator json, String name, String text) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("text", text);
    json.writeEndObject();
  }
}
