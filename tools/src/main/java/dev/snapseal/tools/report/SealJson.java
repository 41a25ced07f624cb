package dev.snapseal.tools.report;

import dev.snapseal.tools.age.Opening;
import dev.snapseal.tools.age.Sealing;
import dev.snapseal.tools.input.InputFacts;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// What `seal` and `open` made, as JSON.
public final class SealJson {
  private SealJson() {}

  /// Writes what was sealed.
  ///
  /// @param inputs the backups inside
  /// @param path of the sealed file
  /// @param recipients how many can open it
  public static void write(
      PrintWriter out,
      Instant startedAt,
      List<InputFacts> inputs,
      String path,
      int recipients,
      Sealing.Sealed sealed) {
    JsonReport.write(
        out,
        "snapseal.seal/1",
        startedAt,
        inputs,
        json -> {
          writeOutput(json, path, sealed.sizeBytes(), sealed.sha256());
          json.writeObjectPropertyStart("sealed");
          json.writeNumberProperty("sizeBytes", sealed.plaintextBytes());
          json.writeStringProperty("sha256", sealed.plaintextSha256());
          json.writeNumberProperty("recipients", recipients);
          json.writeEndObject();
        });
  }

  /// Writes what came out of a sealed file.
  ///
  /// @param path of the new file
  public static void writeOpened(
      PrintWriter out, Instant startedAt, String path, Opening.Opened opened) {
    JsonReport.write(
        out,
        "snapseal.open/1",
        startedAt,
        List.of(),
        json -> writeOutput(json, path, opened.sizeBytes(), opened.sha256()));
  }

  private static void writeOutput(JsonGenerator json, String path, long sizeBytes, String sha256) {
    json.writeObjectPropertyStart("output");
    json.writeStringProperty("path", path);
    json.writeNumberProperty("sizeBytes", sizeBytes);
    json.writeStringProperty("sha256", sha256);
    json.writeEndObject();
  }
}
