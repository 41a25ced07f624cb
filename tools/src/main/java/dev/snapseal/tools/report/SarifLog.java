package dev.snapseal.tools.report;

import dev.snapseal.tools.Version;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Severity;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// A log in SARIF 2.1.0, for code-scanning dashboards: what all of them have.
///
/// @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
final class SarifLog {
  private static final List<AuditRule> RULES = List.of(AuditRule.values());
  private static final String IN_PATH =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=@/";

  private SarifLog() {}

  /// Writes a log of one run.
  ///
  /// @param isSuccessful whether every input gave a result
  /// @param notifications writes the elements that say what could not be read
  /// @param results writes the elements that say what was found
  static void write(
      PrintWriter out,
      Instant startedAt,
      boolean isSuccessful,
      Consumer<JsonGenerator> notifications,
      Consumer<JsonGenerator> results) {
    JsonReport.writeForeign(
        out, json -> log(json, startedAt, isSuccessful, notifications, results));
  }

  private static void log(
      JsonGenerator json,
      Instant startedAt,
      boolean isSuccessful,
      Consumer<JsonGenerator> notifications,
      Consumer<JsonGenerator> results) {
    json.writeStartObject();
    json.writeStringProperty("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.writeStringProperty("version", "2.1.0");
    json.writeArrayPropertyStart("runs");
    json.writeStartObject();
    tool(json);
    json.writeArrayPropertyStart("invocations");
    json.writeStartObject();
    json.writeBooleanProperty("executionSuccessful", isSuccessful);
    json.writeStringProperty("startTimeUtc", JsonReport.time(startedAt));
    json.writeStringProperty("endTimeUtc", JsonReport.time(Instant.now()));
    json.writeArrayPropertyStart("toolExecutionNotifications");
    notifications.accept(json);
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeArrayPropertyStart("results");
    results.accept(json);
    json.writeEndArray();
    json.writeStringProperty("columnKind", "unicodeCodePoints");
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  static void notification(JsonGenerator json, Severity severity, String message) {
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

  static void rule(JsonGenerator json, AuditRule rule, Severity severity) {
    json.writeStringProperty("ruleId", rule.id());
    json.writeNumberProperty("ruleIndex", RULES.indexOf(rule));
    json.writeStringProperty("level", severity.jsonName());
  }

  static void fingerprint(JsonGenerator json, String fingerprint) {
    json.writeObjectPropertyStart("partialFingerprints");
    json.writeStringProperty("snapseal/v1", fingerprint);
    json.writeEndObject();
  }

  static void location(JsonGenerator json, String path, OptionalLong offset) {
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

  static void text(JsonGenerator json, String name, String text) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("text", text);
    json.writeEndObject();
  }
}
