package dev.snapseal.tools.report;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.keys.KeyFingerprint;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.EvidenceKeys;
import dev.snapseal.tools.caseindex.MissingKey;
import dev.snapseal.tools.caseindex.WrittenTime;
import dev.snapseal.tools.input.InputFacts;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// What the documents of a case's actions share.
final class CaseJson {
  private CaseJson() {}

  static List<InputFacts> inputs(List<Evidence> evidences) {
    return evidences.stream().map(Evidence::input).toList();
  }

  /// Members `time`, `notBefore`, `notAfter` and `timeSource`.
  static void time(JsonGenerator json, WrittenTime written) {
    JsonReport.writeOptional(
        json, "time", written.stated().map(stated -> JsonReport.time(stated.time())));
    JsonReport.writeOptional(json, "notBefore", written.notBefore().map(JsonReport::time));
    JsonReport.writeOptional(json, "notAfter", written.notAfter().map(JsonReport::time));
    JsonReport.writeOptional(json, "timeSource", written.source());
  }

  /// What the index says of an evidence, without its states.
  static void evidence(JsonGenerator json, Evidence evidence) {
    json.writeNumberProperty("evidence", evidence.number());
    json.writeStringProperty("source", evidence.source().jsonName());
    json.writeStringProperty("path", evidence.input().path());
    json.writeStringProperty("sha256", evidence.input().sha256());
    JsonReport.writeOptional(json, "cluster", evidence.cluster());
    json.writeNumberProperty("firstRevision", evidence.firstRevision());
    json.writeNumberProperty("lastRevision", evidence.lastRevision());
    JsonReport.writeOptional(json, "compactRevision", evidence.compactRevision());
    json.writeNumberProperty("records", evidence.records());
    json.writeBooleanProperty("withKeys", evidence.keys().use() == EvidenceKeys.Use.GIVEN);
    json.writeNumberProperty("unopened", evidence.gaps().unopened());
    json.writeNumberProperty("unreadParts", evidence.gaps().unreadParts());
    json.writeNumberProperty("malformedRecords", evidence.gaps().malformedRecords());
    json.writeNumberProperty("longKeys", evidence.gaps().longKeys());
    json.writeNumberProperty("unreadBeside", evidence.gaps().unreadBeside());
    json.writeNumberProperty("malformedValues", evidence.gaps().malformedValues());
    json.writeNumberProperty("nameless", evidence.gaps().allNameless());
    keys(json, evidence.keys());
  }

  /// Members `keysTried` and `missingKeys`.
  private static void keys(JsonGenerator json, EvidenceKeys keys) {
    json.writeArrayPropertyStart("keysTried");
    for (KeyFingerprint tried : keys.tried()) {
      json.writeStartObject();
      name(json, tried.prefix());
      JsonReport.writeOptional(json, "id", tried.id());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("missingKeys");
    for (MissingKey missing : keys.missing()) {
      json.writeStartObject();
      name(json, missing.prefix());
      json.writeStringProperty("reason", missing.why().jsonName());
      json.writeNumberProperty("values", missing.values());
      JsonReport.writeOptional(
          json,
          "option",
          Optional.of(MissingKeyLines.option(missing)).filter(option -> !option.isEmpty()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void name(JsonGenerator json, EncryptionPrefix prefix) {
    json.writeStringProperty("provider", prefix.provider().jsonName());
    json.writeStringProperty("keyName", prefix.keyName());
    json.writeStringProperty("prefix", prefix.text());
  }
}
