package dev.snapseal.tools.report;

import dev.snapseal.tools.rewrite.FailedValue;
import dev.snapseal.tools.rewrite.RewriteReport;
import dev.snapseal.tools.rewrite.UnopenedValuesException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// A rewrite as JSON.
public final class RewriteJson {
  private RewriteJson() {}

  /// Writes the document.
  ///
  /// @param command such as `rekey`
  /// @param path of the new snapshot; empty after a dry run
  public static void write(
      PrintWriter out, String command, Instant startedAt, String path, RewriteReport report) {
    JsonReport.write(
        out,
        "snapseal." + command + "/1",
        startedAt,
        List.of(report.input()),
        json -> write(json, path, report));
  }

  /// Writes the document of a run that values have stopped: `output` is null.
  public static void write(
      PrintWriter out, String command, Instant startedAt, UnopenedValuesException unopened) {
    JsonReport.write(
        out,
        "snapseal." + command + "/1",
        startedAt,
        unopened.input().stream().toList(),
        json -> {
          json.writeNullProperty("output");
          json.writeObjectPropertyStart("values");
          json.writeNumberProperty("transformed", 0);
          json.writeNumberProperty("copied", 0);
          json.writeNumberProperty("failed", unopened.count());
          json.writeEndObject();
          json.writeArrayPropertyStart("byKey");
          json.writeEndArray();
          json.writeNullProperty("verified");
          json.writeNullProperty("seconds");
          writeFailures(json, unopened.failures());
        });
  }

  private static void write(JsonGenerator json, String path, RewriteReport report) {
    json.writeObjectPropertyStart("output");
    writeUnlessEmpty(json, "path", path);
    json.writeNumberProperty("sizeBytes", report.output().sizeBytes());
    JsonReport.writeOptional(json, "sha256", report.output().sha256());
    json.writeEndObject();
    json.writeObjectPropertyStart("values");
    json.writeNumberProperty("transformed", report.values().transformed());
    json.writeNumberProperty("copied", report.values().copied());
    json.writeNumberProperty("failed", report.values().failed());
    json.writeNumberProperty("dropped", report.values().dropped());
    json.writeNumberProperty("encryptedLeft", report.values().encryptedLeft());
    json.writeNumberProperty("current", report.values().current());
    json.writeNumberProperty("plaintextLeft", report.plaintext().withoutRule());
    json.writeNumberProperty("plaintextSecrets", report.plaintext().secrets());
    json.writeNumberProperty("plaintextUnplaced", report.plaintext().unplaced());
    json.writeEndObject();
    json.writeArrayPropertyStart("byKey");
    for (RewriteReport.KeyUse use : report.byKey()) {
      json.writeStartObject();
      writeUnlessEmpty(json, "prefix", use.prefix().text());
      json.writeNumberProperty("read", use.read());
      json.writeNumberProperty("written", use.written());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectPropertyStart("verified");
    json.writeNumberProperty("values", report.verified().values());
    json.writeBooleanProperty("structure", report.verified().structure());
    json.writeEndObject();
    json.writeObjectPropertyStart("seconds");
    json.writeNumberProperty("plan", report.seconds().plan());
    json.writeNumberProperty("write", report.seconds().write());
    json.writeNumberProperty("verify", report.seconds().verify());
    json.writeNumberProperty("sync", report.seconds().sync());
    json.writeEndObject();
    writeFailures(json, report.failures());
  }

  private static void writeFailures(JsonGenerator json, List<FailedValue> failures) {
    json.writeArrayPropertyStart("failures");
    for (FailedValue failure : failures) {
      json.writeStartObject();
      json.writeStringProperty("key", failure.key());
      json.writeNumberProperty("revision", failure.revision());
      json.writeStringProperty("reason", failure.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeUnlessEmpty(JsonGenerator json, String name, String value) {
    JsonReport.writeOptional(json, name, Optional.of(value).filter(text -> !text.isEmpty()));
  }
}
