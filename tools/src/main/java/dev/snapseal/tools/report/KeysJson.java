package dev.snapseal.tools.report;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.keys.KeyInventory;
import dev.snapseal.tools.keys.KeyUse;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `keys` as JSON, schema `snapseal.keys/1`. What only a configuration can tell is `null` without
/// one.
public final class KeysJson {
  private KeysJson() {}

  public static void write(PrintWriter out, Instant startedAt, KeyInventory inventory) {
    JsonReport.write(
        out, "snapseal.keys/1", startedAt, inventory.inputs(), json -> body(json, inventory));
  }

  private static void body(JsonGenerator json, KeyInventory inventory) {
    json.writeArrayPropertyStart("keys");
    inventory.keys().forEach(key -> key(json, key));
    json.writeEndArray();
    JsonReport.writeFailures(json, inventory.failures());
    json.writeNumberProperty("plaintextValues", inventory.plaintextValues());
    json.writeNumberProperty("malformedValues", inventory.malformedValues());
    if (inventory.configuration().isPresent()) {
      prefixes(json, "unusedInConfig", inventory.configuration().get().unused());
      prefixes(json, "missingFromConfig", inventory.configuration().get().missing());
    } else {
      json.writeNullProperty("unusedInConfig");
      json.writeNullProperty("missingFromConfig");
    }
  }

  private static void key(JsonGenerator json, KeyUse key) {
    json.writeStartObject();
    json.writeStringProperty("provider", key.prefix().provider().jsonName());
    json.writeStringProperty("keyName", key.prefix().keyName());
    json.writeStringProperty("prefix", key.prefix().text());
    json.writeNumberProperty("values", key.values());
    json.writeNumberProperty("live", key.live());
    json.writeNumberProperty("firstRevision", key.firstRevision());
    json.writeNumberProperty("lastRevision", key.lastRevision());
    if (key.trial().isPresent()) {
      json.writeBooleanProperty("inConfig", key.trial().get().inConfig());
      json.writeNumberProperty("opens", key.trial().get().opens());
      JsonReport.writeOptional(json, "failure", key.trial().get().failure());
    } else {
      json.writeNullProperty("inConfig");
      json.writeNullProperty("opens");
      json.writeNullProperty("failure");
    }
    json.writeBooleanProperty("published", key.published().isPresent());
    JsonReport.writeOptional(json, "publishedAt", key.published());
    json.writeNumberProperty("duplicateNonces", key.duplicateNonces());
    json.writeNumberProperty("wrappedDeks", key.wrappedDeks());
    json.writeArrayPropertyStart("kmsKeyIds");
    key.kmsKeyIds().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void prefixes(JsonGenerator json, String name, List<EncryptionPrefix> prefixes) {
    json.writeArrayPropertyStart(name);
    prefixes.forEach(prefix -> json.writeString(prefix.text()));
    json.writeEndArray();
  }
}
