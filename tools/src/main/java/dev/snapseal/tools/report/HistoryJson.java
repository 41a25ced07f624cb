package dev.snapseal.tools.report;

import dev.snapseal.crypto.Provider;
import dev.snapseal.tools.history.KeyHistory;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// `history` as JSON, schema `snapseal.history/1`.
public final class HistoryJson {
  private HistoryJson() {}

  public static void write(PrintWriter out, Instant startedAt, KeyHistory history) {
    JsonReport.write(
        out,
        "snapseal.history/1",
        startedAt,
        List.of(history.input()),
        json -> {
          json.writeStringProperty("key", history.key());
          json.writeNumberProperty("omitted", history.omitted());
          json.writeArrayPropertyStart("revisions");
          history.entries().forEach(entry -> entry(json, entry));
          json.writeEndArray();
        });
  }

  private static void entry(JsonGenerator json, KeyHistory.Entry entry) {
    boolean isEncrypted = entry.prefix().provider() != Provider.IDENTITY;
    boolean isValue = entry.content() != KeyHistory.Content.NONE;
    json.writeStartObject();
    json.writeNumberProperty("revision", entry.revision());
    json.writeNumberProperty("sub", entry.sub());
    json.writeNumberProperty("version", entry.version());
    json.writeNumberProperty("createRevision", entry.createRevision());
    json.writeStringProperty("scope", entry.state().jsonName());
    JsonReport.writeOptional(
        json, "provider", optional(isValue, entry.prefix().provider().jsonName()));
    JsonReport.writeOptional(json, "keyName", optional(isEncrypted, entry.prefix().keyName()));
    JsonReport.writeOptional(json, "prefix", optional(isEncrypted, entry.prefix().text()));
    json.writeNumberProperty("sizeBytes", entry.sizeBytes());
    json.writeStringProperty("content", entry.content().jsonName());
    if (entry.origin().isPresent()) {
      origin(json, entry.origin().get());
    } else {
      json.writeNullProperty("inferred");
    }
    json.writeNumberProperty("page", entry.page());
    json.writeNumberProperty("offset", entry.offset());
    json.writeEndObject();
  }

  private static void origin(JsonGenerator json, KeyHistory.Origin origin) {
    json.writeObjectPropertyStart("inferred");
    json.writeStringProperty("time", JsonReport.time(origin.time()));
    JsonReport.writeOptional(
        json, "manager", optional(!origin.manager().isEmpty(), origin.manager()));
    json.writeStringProperty("operation", origin.operation());
    json.writeStringProperty("from", origin.source());
    json.writeEndObject();
  }

  private static Optional<String> optional(boolean isThere, String text) {
    return isThere ? Optional.of(text) : Optional.empty();
  }
}
