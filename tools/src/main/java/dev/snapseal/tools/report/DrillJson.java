package dev.snapseal.tools.report;

import dev.snapseal.tools.drill.DrillCounts;
import dev.snapseal.tools.drill.DrillReport;
import dev.snapseal.tools.drill.DrillStep;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// `drill` as JSON, schema `snapseal.drill/1`.
public final class DrillJson {
  static final String SCHEMA = "snapseal.drill/1";

  private DrillJson() {}

  public static void write(PrintWriter out, Instant startedAt, DrillReport report) {
    JsonReport.write(
        out,
        SCHEMA,
        startedAt,
        List.of(report.input()),
        json -> {
          json.writeBooleanProperty("passed", report.passed());
          json.writeStringProperty("verdict", report.verdict().jsonName());
          json.writeArrayPropertyStart("steps");
          report.steps().forEach(step -> step(json, step));
          json.writeEndArray();
          json.writeArrayPropertyStart("notTaken");
          report.left().forEach(left -> left(json, left));
          json.writeEndArray();
          json.writeNumberProperty("keysCompared", report.keysCompared());
          counts(json, report.counts());
          restored(json, report.restored());
          json.writeArrayPropertyStart("surprises");
          report.surprises().forEach(surprise -> surprise(json, surprise));
          json.writeEndArray();
        });
  }

  private static void step(JsonGenerator json, DrillStep step) {
    json.writeStartObject();
    json.writeStringProperty("name", step.name().jsonName());
    json.writeBooleanProperty("ok", step.ok());
    json.writeBooleanProperty("skipped", step.skipped());
    json.writeName("seconds");
    json.writeNumber(seconds(step.took()));
    json.writeStringProperty("detail", step.detail());
    json.writeArrayPropertyStart("remedies");
    step.remedies().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void left(JsonGenerator json, DrillStep.Left left) {
    json.writeStartObject();
    json.writeStringProperty("name", left.name().jsonName());
    json.writeStringProperty("why", left.why());
    json.writeEndObject();
  }

  private static void counts(JsonGenerator json, Optional<DrillCounts> counts) {
    if (counts.isEmpty()) {
      json.writeNullProperty("counts");
      return;
    }
    json.writeObjectPropertyStart("counts");
    json.writeNumberProperty("revision", counts.get().revision());
    json.writeNumberProperty("keys", counts.get().keys());
    json.writeNumberProperty("leases", counts.get().leases());
    json.writeArrayPropertyStart("byPrefix");
    counts
        .get()
        .sortedPrefixes()
        .forEach(
            (prefix, keys) -> {
              json.writeStartObject();
              json.writeStringProperty("prefix", prefix);
              json.writeNumberProperty("keys", keys);
              json.writeEndObject();
            });
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void restored(JsonGenerator json, Optional<DrillReport.Restored> restored) {
    if (restored.isEmpty()) {
      json.writeNullProperty("restored");
      return;
    }
    json.writeObjectPropertyStart("restored");
    json.writeStringProperty("etcdVersion", restored.get().etcdVersion());
    json.writeStringProperty("restoredWith", restored.get().restoredWith());
    json.writeStringProperty("clusterId", restored.get().clusterId());
    json.writeStringProperty("memberId", restored.get().memberId());
    json.writeEndObject();
  }

  private static void surprise(JsonGenerator json, DrillReport.Surprise surprise) {
    json.writeStartObject();
    json.writeStringProperty("about", surprise.about());
    json.writeStringProperty("text", surprise.text());
    JsonReport.writeOptional(json, "command", surprise.command());
    json.writeEndObject();
  }

  /// To the millisecond.
  static BigDecimal seconds(Duration took) {
    return BigDecimal.valueOf(took.toNanos(), 9).setScale(3, RoundingMode.HALF_UP);
  }
}
