package dev.snapseal.tools.report;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.diff.DiffReport;
import dev.snapseal.tools.diff.DiffReport.Change;
import dev.snapseal.tools.diff.DiffReport.Entry;
import dev.snapseal.tools.diff.DiffReport.ObjectName;
import dev.snapseal.tools.diff.FieldChange;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// `diff` as JSON, schema `snapseal.diff/1`. The first input is the one before.
public final class DiffJson {
  private DiffJson() {}

  public static void write(PrintWriter out, Instant startedAt, DiffReport report) {
    JsonReport.write(
        out,
        "snapseal.diff/1",
        startedAt,
        List.of(report.before(), report.after()),
        json -> body(json, report));
  }

  private static void body(JsonGenerator json, DiffReport report) {
    json.writeArrayPropertyStart("revisions");
    json.writeNumber(report.revisionBefore());
    json.writeNumber(report.revisionAfter());
    json.writeEndArray();
    summary(json, report.counts());
    entries(json, "added", report.added());
    entries(json, "removed", report.removed());
    json.writeArrayPropertyStart("changed");
    report.changed().forEach(change -> change(json, change));
    json.writeEndArray();
    json.writeArrayPropertyStart("reencrypted");
    for (DiffReport.Reencryption move : report.reencrypted()) {
      json.writeStartObject();
      JsonReport.writeOptional(json, "from", prefix(move.from()));
      JsonReport.writeOptional(json, "to", prefix(move.to()));
      json.writeNumberProperty("values", move.values());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("protectionLost");
    for (DiffReport.Loss loss : report.protectionLost()) {
      json.writeStartObject();
      name(json, loss.key(), loss.object());
      json.writeNumberProperty("revision", loss.revision());
      JsonReport.writeOptional(json, "from", loss.from().flatMap(DiffJson::prefix));
      json.writeBooleanProperty("added", loss.from().isEmpty());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("undecided");
    for (DiffReport.Undecided value : report.undecided()) {
      json.writeStartObject();
      name(json, value.key(), value.object());
      cause(json, value.side(), value.prefix(), value.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("undecidedByReason");
    for (DiffReport.UndecidedGroup group : report.undecidedGroups()) {
      json.writeStartObject();
      cause(json, group.side(), group.prefix(), group.reason());
      json.writeNumberProperty("values", group.values());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("byCluster");
    for (DiffReport.Churn churn : report.churn()) {
      json.writeStartObject();
      json.writeStringProperty("resource", churn.resource());
      json.writeNumberProperty("added", churn.added());
      json.writeNumberProperty("removed", churn.removed());
      json.writeNumberProperty("changed", churn.changed());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberProperty("malformed", report.malformed());
  }

  private static void cause(
      JsonGenerator json, DiffReport.Side side, Optional<EncryptionPrefix> prefix, String reason) {
    json.writeStringProperty("reason", reason);
    json.writeStringProperty("side", side.name().toLowerCase(Locale.ROOT));
    JsonReport.writeOptional(json, "prefix", prefix.flatMap(DiffJson::prefix));
  }

  private static void summary(JsonGenerator json, DiffReport.Counts counts) {
    json.writeObjectPropertyStart("summary");
    json.writeNumberProperty("added", counts.added());
    json.writeNumberProperty("removed", counts.removed());
    json.writeNumberProperty("changed", counts.changed());
    json.writeNumberProperty("unchanged", counts.unchanged());
    json.writeNumberProperty("reencrypted", counts.reencrypted());
    json.writeNumberProperty("protectionLost", counts.protectionLost());
    json.writeNumberProperty("undecided", counts.undecided());
    json.writeEndObject();
  }

  private static void entries(JsonGenerator json, String name, List<Entry> entries) {
    json.writeArrayPropertyStart(name);
    for (Entry entry : entries) {
      json.writeStartObject();
      name(json, entry.key(), entry.object());
      json.writeNumberProperty("revision", entry.revision());
      JsonReport.writeOptional(
          json, "provider", entry.stored().map(prefix -> prefix.provider().jsonName()));
      JsonReport.writeOptional(json, "prefix", entry.stored().flatMap(DiffJson::prefix));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void change(JsonGenerator json, Change change) {
    json.writeStartObject();
    name(json, change.key(), change.object());
    json.writeArrayPropertyStart("revisions");
    json.writeNumber(change.revisionBefore());
    json.writeNumber(change.revisionAfter());
    json.writeEndArray();
    json.writeStringProperty("compared", change.compared().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("fieldCount", change.fieldCount());
    json.writeArrayPropertyStart("fields");
    for (FieldChange field : change.fields()) {
      json.writeStartObject();
      json.writeStringProperty("path", field.path());
      json.writeStringProperty("change", field.kind().name().toLowerCase(Locale.ROOT));
      JsonReport.writeOptional(json, "before", field.before());
      JsonReport.writeOptional(json, "after", field.after());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void name(JsonGenerator json, String key, ObjectName object) {
    json.writeStringProperty("key", key);
    JsonReport.writeOptional(json, "resource", object.resource());
    JsonReport.writeOptional(json, "namespace", object.namespace());
    JsonReport.writeOptional(json, "objectName", object.name());
  }

  /// `null` for plaintext.
  private static Optional<String> prefix(EncryptionPrefix prefix) {
    return Optional.of(prefix.text()).filter(text -> !text.isEmpty());
  }
}
