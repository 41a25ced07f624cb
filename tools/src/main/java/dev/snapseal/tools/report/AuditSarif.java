package dev.snapseal.tools.report;

import dev.snapseal.tools.Version;
import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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
    json.writeBooleanProperty("executionSuccessful", true);
    json.writeStringProperty("startTimeUtc", JsonReport.time(startedAt));
    json.writeStringProperty("endTimeUtc", JsonReport.time(Instant.now()));
    json.writeEndObject();
    json.writeEndArray();
    json.writeArrayPropertyStart("results");
    report.findings().forEach(finding -> result(json, finding));
    json.writeEndArray();
    json.writeStringProperty("columnKind", "unicodeCodePoints");
    json.writeEndObject();
    json.writeEndArray();
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

  private static void result(JsonGenerator json, AuditFinding finding) {
    json.writeStartObject();
    json.writeStringProperty("ruleId", finding.rule().id());
    json.writeNumberProperty("ruleIndex", RULES.indexOf(finding.rule()));
    json.writeStringProperty("level", finding.severity().jsonName());
    text(
        json,
        "message",
        finding.value().key().map(key -> key + ": ").orElse("") + finding.message());
    json.writeObjectPropertyStart("partialFingerprints");
    json.writeStringProperty("snapseal/v1", finding.fingerprint());
    json.writeEndObject();
    json.writeArrayPropertyStart("locations");
    json.writeStartObject();
    json.writeObjectPropertyStart("physicalLocation");
    json.writeObjectPropertyStart("artifactLocation");
    json.writeStringProperty("uri", uri(finding.path()));
    json.writeEndObject();
    if (finding.place().offset().isPresent()) {
      json.writeObjectPropertyStart("region");
      json.writeNumberProperty("byteOffset", finding.place().offset().getAsLong());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
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
