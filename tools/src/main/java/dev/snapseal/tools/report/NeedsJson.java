package dev.snapseal.tools.report;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.needs.FileFault;
import dev.snapseal.tools.needs.KeyBeside;
import dev.snapseal.tools.needs.Requirement;
import dev.snapseal.tools.needs.RestoreNeeds;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// `needs` as JSON, schema `snapseal.needs/1`.
public final class NeedsJson {
  private NeedsJson() {}

  /// Writes the document.
  ///
  /// @param next commands that bring what is missing
  public static void write(
      PrintWriter out, Instant startedAt, RestoreNeeds needs, List<String> next) {
    JsonReport.write(
        out,
        "snapseal.needs/1",
        startedAt,
        needs.inventory().inputs(),
        json -> body(json, needs, next));
  }

  private static void body(JsonGenerator json, RestoreNeeds needs, List<String> next) {
    json.writeBooleanProperty("restorable", needs.isRestorable());
    json.writeArrayPropertyStart("faults");
    needs.files().faults().forEach(fault -> fault(json, fault));
    json.writeEndArray();
    json.writeArrayPropertyStart("restoreOptions");
    needs.files().restoreOptions().forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("requirements");
    needs.requirements().forEach(requirement -> requirement(json, requirement));
    json.writeEndArray();
    json.writeArrayPropertyStart("beside");
    needs.beside().forEach(beside -> beside(json, beside));
    json.writeEndArray();
    json.writeArrayPropertyStart("next");
    next.forEach(json::writeString);
    json.writeEndArray();
    json.writeNumberProperty("plaintextValues", needs.plaintextValues());
    json.writeNumberProperty("bootstrapRecords", needs.sealedRecords());
    json.writeNumberProperty("malformedValues", needs.inventory().malformedValues());
    JsonReport.writeFailures(json, needs.inventory().failures());
  }

  private static void fault(JsonGenerator json, FileFault fault) {
    json.writeStartObject();
    json.writeStringProperty("path", fault.path());
    json.writeStringProperty("what", fault.what());
    json.writeEndObject();
  }

  private static void requirement(JsonGenerator json, Requirement requirement) {
    json.writeStartObject();
    json.writeStringProperty("kind", requirement.kind().jsonName());
    json.writeStringProperty("what", requirement.what());
    JsonReport.writeOptional(
        json, "provider", requirement.prefix().map(prefix -> prefix.provider().jsonName()));
    JsonReport.writeOptional(json, "keyName", requirement.prefix().map(EncryptionPrefix::keyName));
    JsonReport.writeOptional(json, "prefix", requirement.prefix().map(EncryptionPrefix::text));
    JsonReport.writeOptional(json, "kmsKeyId", requirement.kmsKeyId());
    json.writeBooleanProperty("inHand", requirement.isInHand());
    json.writeStringProperty("state", requirement.state().jsonName());
    JsonReport.writeOptional(json, "where", requirement.where());
    JsonReport.writeOptional(json, "detail", requirement.detail());
    json.writeNumberProperty("values", requirement.values());
    JsonReport.writeOptional(json, "live", requirement.live());
    JsonReport.writeOptional(json, "superseded", superseded(requirement));
    json.writeEndObject();
  }

  private static OptionalLong superseded(Requirement requirement) {
    return requirement.live().isPresent()
        ? OptionalLong.of(requirement.values() - requirement.live().getAsLong())
        : OptionalLong.empty();
  }

  private static void beside(JsonGenerator json, KeyBeside beside) {
    json.writeStartObject();
    json.writeStringProperty("rule", "SS019");
    json.writeStringProperty("what", beside.what());
    json.writeStringProperty("where", beside.where());
    json.writeEndObject();
  }
}
