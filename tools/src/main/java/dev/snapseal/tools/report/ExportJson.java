package dev.snapseal.tools.report;

import dev.snapseal.tools.export.ExportReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// The report of `export` as JSON, schema `snapseal.export/1`.
public final class ExportJson {
  private ExportJson() {}

  public static void write(PrintWriter out, Instant startedAt, ExportReport report) {
    JsonReport.write(
        out,
        "snapseal.export/1",
        startedAt,
        List.of(report.input()),
        json -> {
          json.writeNumberProperty("revision", report.revision());
          json.writeNumberProperty("objects", report.written());
          json.writeObjectPropertyStart("byKind");
          report.byKind().forEach(json::writeNumberProperty);
          json.writeEndObject();
          json.writeObjectPropertyStart("leftOut");
          report.leftOut().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .forEach(
                  entry ->
                      json.writeNumberProperty(
                          entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue()));
          json.writeEndObject();
          keys(json, "none", report.none());
          keys(json, "needs", report.needs().inBackup());
          keys(json, "needsAbsent", report.needs().absent());
          json.writeBooleanProperty("definitionsFirst", report.needs().definitionsFirst());
          ExportReport.Marked marked = report.marked();
          keys(json, "generic", marked.generic());
          keys(json, "unknownFields", marked.withUnknownFields());
          keys(json, "unserved", marked.unserved());
          keys(json, "finalizers", marked.withFinalizers());
          json.writeNumberProperty("failed", report.failed());
          json.writeArrayPropertyStart("failures");
          report.failures().forEach(failure -> failure(json, failure));
          json.writeEndArray();
          json.writeNumberProperty("notObjects", report.foreign());
          json.writeNumberProperty("malformed", report.malformed());
        });
  }

  private static void keys(JsonGenerator json, String name, List<String> keys) {
    json.writeArrayPropertyStart(name);
    keys.forEach(json::writeString);
    json.writeEndArray();
  }

  private static void failure(JsonGenerator json, ExportReport.Failure failure) {
    json.writeStartObject();
    json.writeStringProperty("key", failure.key());
    json.writeNumberProperty("revision", failure.revision());
    json.writeStringProperty("reason", failure.reason());
    json.writeEndObject();
  }
}
