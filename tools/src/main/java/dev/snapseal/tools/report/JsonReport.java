package dev.snapseal.tools.report;

import dev.snapseal.tools.Version;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.InputFacts;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// A JSON document with the head that every command's has: schema, tool, times and inputs.
public final class JsonReport {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .characterEscapes(new JsonEscapes())
          .disable(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  /// Inputs that a document lists; the others are only counted.
  static final int MAX_INPUTS = 10_000;

  private JsonReport() {}

  /// Writes a document; its lines end with a line feed.
  ///
  /// @param schema such as `snapseal.audit/1`
  /// @param body writes the members that follow the head
  public static void write(
      PrintWriter out,
      String schema,
      Instant startedAt,
      List<InputFacts> inputs,
      Consumer<JsonGenerator> body) {
    try (JsonGenerator json = generator(out)) {
      json.writeStartObject();
      json.writeStringProperty("schema", schema);
      json.writeObjectPropertyStart("tool");
      json.writeStringProperty("name", "snapseal");
      json.writeStringProperty("version", Version.number());
      json.writeEndObject();
      json.writeStringProperty("startedAt", time(startedAt));
      json.writeStringProperty("finishedAt", time(Instant.now()));
      json.writeArrayPropertyStart("inputs");
      inputs.stream().limit(MAX_INPUTS).forEach(input -> writeInput(json, input));
      json.writeEndArray();
      json.writeNumberProperty("inputCount", inputs.size());
      body.accept(json);
      json.writeEndObject();
    }
    out.println();
    out.flush();
  }

  /// An indented document without the head, for formats that have their own.
  public static void writeForeign(PrintWriter out, Consumer<JsonGenerator> body) {
    try (JsonGenerator json = generator(out)) {
      body.accept(json);
    }
    out.println();
    out.flush();
  }

  /// The inputs that gave no result.
  static void writeFailures(JsonGenerator json, List<FailedInput> failures) {
    json.writeArrayPropertyStart("failures");
    for (FailedInput failure : failures) {
      json.writeStartObject();
      json.writeStringProperty("path", failure.path());
      json.writeStringProperty("reason", failure.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// A string, or `null` where there is none.
  public static void writeOptional(JsonGenerator json, String name, Optional<String> value) {
    if (value.isPresent()) {
      json.writeStringProperty(name, value.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  /// A number, or `null` where there is none.
  public static void writeOptional(JsonGenerator json, String name, OptionalLong value) {
    if (value.isPresent()) {
      json.writeNumberProperty(name, value.getAsLong());
    } else {
      json.writeNullProperty(name);
    }
  }

  /// UTC to the second, such as `2026-11-24T22:07:00Z`.
  public static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static JsonGenerator generator(PrintWriter out) {
    ObjectWriteContext.Base indented =
        new ObjectWriteContext.Base() {
          @Override
          public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
          }
        };
    return FACTORY.createGenerator(indented, out);
  }

  private static void writeInput(JsonGenerator json, InputFacts input) {
    json.writeStartObject();
    json.writeStringProperty("path", input.path());
    json.writeStringProperty("kind", input.kind().jsonName());
    json.writeNumberProperty("sizeBytes", input.sizeBytes());
    writeOptional(json, "sha256", Optional.of(input.sha256()).filter(hash -> !hash.isEmpty()));
    json.writeStringProperty("trailer", input.trailer().jsonName());
    json.writeEndObject();
  }
}
