package dev.snapseal.tools.report;

import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.audit.StateCount;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// `audit` as JSON, schema `snapseal.audit/1`.
public final class AuditJson {
  private AuditJson() {}

  public static void write(PrintWriter out, Instant startedAt, AuditReport report) {
    JsonReport.write(
        out, "snapseal.audit/1", startedAt, report.inputs(), json -> body(json, report));
  }

  private static void body(JsonGenerator json, AuditReport report) {
    json.writeStringProperty("verdict", report.verdict().jsonName());
    json.writeArrayPropertyStart("policy");
    report.policy().resources().forEach(resource -> json.writeString(resource.toString()));
    json.writeEndArray();
    json.writeStringProperty("scope", report.scope().name().toLowerCase(Locale.ROOT));
    json.writeBooleanProperty("decrypted", report.decryption() == AuditReport.Decryption.DECRYPTED);
    coverage(json, report);
    summary(json, report.summary());
    json.writeArrayPropertyStart("byState");
    report.byState().forEach(state -> state(json, state));
    json.writeEndArray();
    json.writeObjectPropertyStart("findingCounts");
    for (Map.Entry<AuditRule, Long> count : report.findingCounts().entrySet()) {
      json.writeNumberProperty(count.getKey().id(), count.getValue());
    }
    json.writeEndObject();
    json.writeArrayPropertyStart("findings");
    report.findings().forEach(finding -> finding(json, finding));
    json.writeEndArray();
  }

  private static void coverage(JsonGenerator json, AuditReport report) {
    json.writeObjectPropertyStart("coverage");
    json.writeNumberProperty("bytes", report.bytes());
    json.writeNumberProperty("examined", report.examinedBytes());
    json.writeNumberProperty("unattributed", report.unattributedBytes());
    json.writeBooleanProperty(
        "partsUnread", report.completeness() == AuditOptions.Completeness.PARTS_UNREAD);
    json.writeArrayPropertyStart("regions");
    for (FileRegion region : report.regions()) {
      json.writeStartObject();
      json.writeStringProperty("region", region.kind().jsonName());
      json.writeNumberProperty("bytes", region.bytes());
      json.writeBooleanProperty("examined", report.scope().examines(region.kind()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void summary(JsonGenerator json, AuditReport.Summary summary) {
    json.writeObjectPropertyStart("summary");
    json.writeNumberProperty("values", summary.values());
    json.writeNumberProperty("encrypted", summary.encrypted());
    json.writeNumberProperty("plaintext", summary.plaintext());
    json.writeNumberProperty("stale", summary.stale());
    json.writeNumberProperty("undecryptable", summary.undecryptable());
    json.writeNumberProperty("malformed", summary.malformed());
    json.writeEndObject();
  }

  private static void state(JsonGenerator json, StateCount state) {
    json.writeStartObject();
    JsonReport.writeOptional(json, "resource", state.resource());
    json.writeStringProperty("group", state.group());
    json.writeStringProperty("provider", state.provider());
    JsonReport.writeOptional(json, "keyName", state.keyName());
    JsonReport.writeOptional(json, "prefix", state.prefix());
    json.writeNumberProperty("live", state.live());
    json.writeNumberProperty("superseded", state.superseded());
    json.writeNumberProperty("free", state.free());
    json.writeNumberProperty("bytes", state.bytes());
    json.writeEndObject();
  }

  private static void finding(JsonGenerator json, AuditFinding finding) {
    json.writeStartObject();
    json.writeStringProperty("rule", finding.rule().id());
    json.writeStringProperty("name", finding.rule().ruleName());
    json.writeStringProperty("severity", finding.severity().jsonName());
    json.writeStringProperty("fingerprint", finding.fingerprint());
    json.writeStringProperty("path", finding.path());
    JsonReport.writeOptional(json, "key", finding.key());
    JsonReport.writeOptional(json, "group", finding.group());
    JsonReport.writeOptional(json, "resource", finding.resource());
    JsonReport.writeOptional(json, "namespace", finding.namespace());
    JsonReport.writeOptional(json, "objectName", finding.objectName());
    JsonReport.writeOptional(json, "revision", finding.revision());
    JsonReport.writeOptional(json, "scope", finding.scope().map(Scope::jsonName));
    JsonReport.writeOptional(json, "page", finding.page());
    JsonReport.writeOptional(json, "offset", finding.offset());
    JsonReport.writeOptional(json, "provider", finding.provider());
    JsonReport.writeOptional(json, "keyName", finding.keyName());
    json.writeNumberProperty("copies", finding.copies());
    json.writeStringProperty("message", finding.message());
    json.writeStringProperty("remedy", finding.remedy());
    json.writeEndObject();
  }
}
