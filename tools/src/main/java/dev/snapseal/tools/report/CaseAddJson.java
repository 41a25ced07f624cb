package dev.snapseal.tools.report;

import dev.snapseal.tools.caseindex.CaseAddition;
import dev.snapseal.tools.input.FailedInput;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `case add` as JSON, schema `snapseal.case.add/1`.
public final class CaseAddJson {
  private CaseAddJson() {}

  /// Writes the document.
  ///
  /// @param failures inputs that gave no result
  public static void write(
      PrintWriter out,
      Instant startedAt,
      List<CaseAddition> additions,
      List<FailedInput> failures) {
    JsonReport.write(
        out,
        "snapseal.case.add/1",
        startedAt,
        additions.stream().map(CaseAddition::given).toList(),
        json -> {
          json.writeArrayPropertyStart("additions");
          additions.forEach(addition -> addition(json, addition));
          json.writeEndArray();
          JsonReport.writeFailures(json, failures);
        });
  }

  private static void addition(JsonGenerator json, CaseAddition addition) {
    json.writeStartObject();
    json.writeStringProperty("given", addition.given().path());
    json.writeStringProperty("outcome", addition.outcome().jsonName());
    json.writeNumberProperty("opened", addition.opened());
    CaseJson.evidence(json, addition.evidence());
    json.writeEndObject();
  }
}
