package dev.snapseal.tools.report;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.sweep.Canaries;
import dev.snapseal.tools.sweep.Detector;
import dev.snapseal.tools.sweep.Hit;
import dev.snapseal.tools.sweep.KeyBeside;
import dev.snapseal.tools.sweep.Named;
import dev.snapseal.tools.sweep.SweepReport;
import dev.snapseal.tools.sweep.Unexamined;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// `sweep` as JSON, schema `snapseal.sweep/1`.
public final class SweepJson {
  private SweepJson() {}

  public static void write(PrintWriter out, Instant startedAt, SweepReport report) {
    JsonReport.write(
        out, "snapseal.sweep/1", startedAt, report.inputs(), json -> body(json, report));
  }

  private static void body(JsonGenerator json, SweepReport report) {
    json.writeStringProperty("verdict", report.verdict().jsonName());
    json.writeArrayPropertyStart("policy");
    report.policy().resources().forEach(resource -> json.writeString(resource.toString()));
    json.writeEndArray();
    coverage(json, report);
    json.writeArrayPropertyStart("caveats");
    report.unexamined(Unexamined.Kind.CAVEAT).stream()
        .map(Unexamined::text)
        .forEach(json::writeString);
    json.writeEndArray();
    json.writeNumberProperty("readableObjects", report.readableObjects().size());
    json.writeObjectPropertyStart("hitCounts");
    report.counts().forEach((detector, byScope) -> count(json, detector, byScope));
    json.writeEndObject();
    json.writeArrayPropertyStart("hits");
    report.hits().forEach(hit -> hit(json, hit));
    json.writeEndArray();
    json.writeArrayPropertyStart("encrypted");
    report
        .encrypted()
        .forEach(
            (prefix, count) -> {
              json.writeStartObject();
              json.writeStringProperty("prefix", prefix);
              json.writeNumberProperty("values", count);
              json.writeEndObject();
            });
    json.writeEndArray();
    json.writeArrayPropertyStart("keysBeside");
    report.keysBeside().forEach(key -> keyBeside(json, key));
    json.writeEndArray();
    recognised(json, report.recognised());
    json.writeArrayPropertyStart("canaries");
    report.canaries().forEach(canary -> canary(json, canary));
    json.writeEndArray();
    JsonReport.writeFailures(json, report.failures());
  }

  private static void coverage(JsonGenerator json, SweepReport report) {
    json.writeObjectPropertyStart("coverage");
    json.writeNumberProperty("bytes", report.bytes());
    json.writeNumberProperty("unattributed", report.unattributedBytes());
    json.writeArrayPropertyStart("regions");
    report
        .regions()
        .forEach(
            (region, bytes) -> {
              json.writeStartObject();
              json.writeStringProperty("region", region);
              json.writeNumberProperty("bytes", bytes);
              json.writeEndObject();
            });
    json.writeEndArray();
    json.writeArrayPropertyStart("skipped");
    for (Unexamined part : report.unexamined(Unexamined.Kind.SKIPPED)) {
      json.writeStartObject();
      json.writeStringProperty("path", part.path());
      json.writeStringProperty("why", part.why());
      json.writeNumberProperty("bytes", part.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
    unexamined(json, report);
    json.writeEndObject();
  }

  private static void count(
      JsonGenerator json, Detector detector, java.util.Map<Scope, Long> byScope) {
    json.writeObjectPropertyStart(detector.jsonName());
    byScope.forEach((scope, count) -> json.writeNumberProperty(scope.jsonName(), count));
    json.writeEndObject();
  }

  /// Everything that was not examined, also what other properties name.
  private static void unexamined(JsonGenerator json, SweepReport report) {
    json.writeArrayPropertyStart("unexamined");
    for (Unexamined part : report.unexamined()) {
      json.writeStartObject();
      json.writeStringProperty("kind", part.kind().jsonName());
      JsonReport.writeOptional(
          json, "path", Optional.of(part.path()).filter(path -> !path.isEmpty()));
      json.writeStringProperty("why", part.why());
      json.writeNumberProperty("parts", part.parts());
      json.writeNumberProperty("bytes", part.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void hit(JsonGenerator json, Hit hit) {
    json.writeStartObject();
    json.writeStringProperty("detector", hit.detector().jsonName());
    JsonReport.writeOptional(json, "rule", hit.rule().map(AuditRule::id));
    json.writeStringProperty("path", hit.path());
    json.writeNumberProperty("offset", hit.offset());
    json.writeStringProperty("forensicPath", hit.forensicPath());
    JsonReport.writeOptional(json, "page", hit.page());
    json.writeStringProperty("scope", hit.scope().jsonName());
    named(json, hit.object());
    json.writeStringProperty("preview", hit.preview());
    json.writeBooleanProperty("insideCountedValue", hit.isPart());
    if (!hit.keys().isEmpty()) {
      json.writeArrayPropertyStart("keys");
      hit.keys().forEach(key -> key(json, key));
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void key(JsonGenerator json, EncryptionPrefix key) {
    json.writeStartObject();
    json.writeStringProperty("provider", key.provider().jsonName());
    json.writeStringProperty("name", key.keyName());
    json.writeEndObject();
  }

  private static void keyBeside(JsonGenerator json, KeyBeside key) {
    json.writeStartObject();
    json.writeStringProperty("prefix", key.prefix().text());
    json.writeStringProperty("provider", key.prefix().provider().jsonName());
    json.writeStringProperty("name", key.prefix().keyName());
    json.writeStringProperty("path", key.place().path());
    json.writeNumberProperty("offset", key.place().offset());
    json.writeStringProperty("forensicPath", key.place().forensicPath());
    json.writeNumberProperty("values", key.values());
    json.writeNumberProperty("tried", key.tried());
    json.writeNumberProperty("opened", key.opened());
    json.writeArrayPropertyStart("objects");
    for (Named object : key.objects()) {
      json.writeStartObject();
      named(json, object);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void named(JsonGenerator json, Named object) {
    JsonReport.writeOptional(json, "group", object.group());
    JsonReport.writeOptional(json, "resource", object.resource());
    JsonReport.writeOptional(json, "namespace", object.namespace());
    JsonReport.writeOptional(json, "objectName", object.objectName());
  }

  private static void canary(JsonGenerator json, Canaries.Outcome canary) {
    json.writeStartObject();
    json.writeNumberProperty("line", canary.line());
    json.writeNumberProperty("bytes", canary.lengthBytes());
    json.writeBooleanProperty("found", canary.isFound());
    json.writeBooleanProperty("readable", canary.isReadable());
    json.writeBooleanProperty("encrypted", canary.isEncrypted());
    json.writeEndObject();
  }

  private static void recognised(JsonGenerator json, SweepReport.Recognised recognised) {
    json.writeObjectPropertyStart("recognised");
    json.writeObjectPropertyStart("pages");
    recognised
        .pages()
        .forEach(
            (type, count) -> json.writeNumberProperty(type.name().toLowerCase(Locale.ROOT), count));
    json.writeEndObject();
    json.writeNumberProperty("records", recognised.records());
    json.writeNumberProperty("requests", recognised.requests());
    json.writeNumberProperty("compressedStreams", recognised.packed());
    json.writeNumberProperty("plainValues", recognised.plainValues());
    json.writeNumberProperty("refused", recognised.refused());
    json.writeEndObject();
  }
}
