package dev.snapseal.tools.report;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.audit.SuppressedFinding;
import dev.snapseal.tools.audit.UnreadPart;
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
    verdicts(json, report);
    json.writeArrayPropertyStart("policy");
    report.policy().resources().forEach(resource -> json.writeString(resource.toString()));
    json.writeEndArray();
    json.writeStringProperty("scope", report.scope().name().toLowerCase(Locale.ROOT));
    json.writeBooleanProperty("decrypted", report.decryption() == AuditReport.Decryption.DECRYPTED);
    json.writeBooleanProperty("nothingOpened", report.isNothingOpened());
    json.writeArrayPropertyStart("configuredKeys");
    for (EncryptionPrefix key : report.configured()) {
      json.writeStartObject();
      json.writeStringProperty("provider", key.provider().jsonName());
      json.writeStringProperty("name", key.keyName());
      json.writeEndObject();
    }
    json.writeEndArray();
    coverage(json, report);
    summary(json, report.summary());
    json.writeArrayPropertyStart("byState");
    report.byState().forEach(state -> StateJson.write(json, state));
    json.writeEndArray();
    json.writeObjectPropertyStart("findingCounts");
    for (Map.Entry<AuditRule, Long> count : report.findingCounts().entrySet()) {
      json.writeNumberProperty(count.getKey().id(), count.getValue());
    }
    json.writeEndObject();
    json.writeArrayPropertyStart("findings");
    report.findings().forEach(finding -> finding(json, finding));
    json.writeEndArray();
    json.writeArrayPropertyStart("suppressed");
    report.suppressed().forEach(finding -> suppressed(json, finding));
    json.writeEndArray();
    JsonReport.writeFailures(json, report.failures());
  }

  private static void verdicts(JsonGenerator json, AuditReport report) {
    json.writeArrayPropertyStart("verdicts");
    for (int i = 0; i < Math.min(report.inputs().size(), JsonReport.MAX_INPUTS); i++) {
      json.writeStartObject();
      json.writeStringProperty("path", report.inputs().get(i).path());
      json.writeStringProperty("verdict", report.verdicts().get(i).jsonName());
      json.writeEndObject();
    }
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
    json.writeNumberProperty("unreadCount", report.unreadCount());
    json.writeArrayPropertyStart("unread");
    report.unread().forEach(part -> unread(json, part));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void unread(JsonGenerator json, UnreadPart part) {
    json.writeStartObject();
    json.writeStringProperty("path", part.path());
    JsonReport.writeOptional(json, "page", part.page());
    JsonReport.writeOptional(json, "offset", part.offset());
    json.writeStringProperty("rule", part.rule());
    json.writeStringProperty("message", part.message());
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
    json.writeNumberProperty("lackingKey", summary.lackingKey());
    json.writeNumberProperty("lackingPlugin", summary.lackingPlugin());
    json.writeEndObject();
  }

  private static void suppressed(JsonGenerator json, SuppressedFinding finding) {
    json.writeStartObject();
    json.writeStringProperty("rule", finding.rule().id());
    json.writeStringProperty("fingerprint", finding.fingerprint());
    json.writeEndObject();
  }

  private static void finding(JsonGenerator json, AuditFinding finding) {
    AuditFinding.Value value = finding.value();
    json.writeStartObject();
    json.writeStringProperty("rule", finding.rule().id());
    json.writeStringProperty("name", finding.rule().ruleName());
    json.writeStringProperty("severity", finding.severity().jsonName());
    json.writeStringProperty("fingerprint", finding.fingerprint());
    json.writeStringProperty("path", finding.path());
    JsonReport.writeOptional(json, "key", value.key());
    JsonReport.writeOptional(json, "group", value.group());
    JsonReport.writeOptional(json, "resource", value.resource());
    JsonReport.writeOptional(json, "namespace", value.namespace());
    JsonReport.writeOptional(json, "objectName", value.objectName());
    JsonReport.writeOptional(json, "revision", value.revision());
    JsonReport.writeOptional(json, "scope", value.scope().map(Scope::jsonName));
    JsonReport.writeOptional(json, "page", finding.place().page());
    JsonReport.writeOptional(json, "offset", finding.place().offset());
    JsonReport.writeOptional(json, "provider", finding.storage().provider());
    JsonReport.writeOptional(json, "keyName", finding.storage().keyName());
    json.writeNumberProperty("copies", finding.copies());
    json.writeStringProperty("message", finding.message());
    json.writeStringProperty("remedy", finding.remedy());
    json.writeEndObject();
  }
}
