package dev.snapseal.tools.report;

import dev.snapseal.tools.check.CheckResult;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `check` as JSON, schema `snapseal.check/1`.
public final class CheckJson {
  private CheckJson() {}

  public static void write(PrintWriter out, Instant startedAt, CheckResult result) {
    JsonReport.write(
        out,
        "snapseal.check/1",
        startedAt,
        List.of(result.input()),
        json -> {
          json.writeBooleanProperty("sound", result.isSound());
          json.writeNumberProperty("errors", result.errors());
          json.writeNumberProperty("warnings", result.warnings());
          json.writeArrayPropertyStart("findings");
          result.findings().forEach(finding -> finding(json, finding));
          json.writeEndArray();
          json.writeNumberProperty("pagesChecked", result.pagesChecked());
          json.writeNumberProperty("valuesChecked", result.valuesChecked());
          json.writeNumberProperty("valuesOpened", result.valuesOpened());
          json.writeNumberProperty("valuesNotOpened", result.valuesNotOpened());
          json.writeNumberProperty("valuesLackingKey", result.valuesLackingKey());
          olderTree(json, result);
        });
  }

  private static void finding(JsonGenerator json, CheckResult.CheckFinding finding) {
    json.writeStartObject();
    json.writeStringProperty("severity", finding.severity());
    json.writeStringProperty("rule", finding.rule());
    JsonReport.writeOptional(json, "page", finding.page());
    JsonReport.writeOptional(json, "offset", finding.offset());
    JsonReport.writeOptional(json, "bucket", finding.bucket());
    json.writeStringProperty("message", finding.message());
    json.writeEndObject();
  }

  private static void olderTree(JsonGenerator json, CheckResult result) {
    if (result.intactOlderTree().isEmpty()) {
      json.writeNullProperty("intactOlderTree");
      return;
    }
    json.writeObjectPropertyStart("intactOlderTree");
    json.writeNumberProperty("metaPage", result.intactOlderTree().get().pageId());
    json.writeStringProperty("txid", Long.toUnsignedString(result.intactOlderTree().get().txid()));
    json.writeEndObject();
  }
}
