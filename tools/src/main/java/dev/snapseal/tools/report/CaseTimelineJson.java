package dev.snapseal.tools.report;

import dev.snapseal.tools.caseindex.CaseTimeline;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.KeyTimeline;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// `case timeline` as JSON, schema `snapseal.case.timeline/1`: `evidences`, or of one key
/// `revisions`.
public final class CaseTimelineJson {
  private static final String SCHEMA = "snapseal.case.timeline/1";

  private CaseTimelineJson() {}

  /// Writes the evidences.
  public static void write(
      PrintWriter out, Instant startedAt, List<Evidence> evidences, CaseTimeline timeline) {
    JsonReport.write(
        out,
        SCHEMA,
        startedAt,
        CaseJson.inputs(evidences),
        json -> {
          json.writeArrayPropertyStart("evidences");
          timeline.epochs().forEach(epoch -> epoch(json, epoch));
          json.writeEndArray();
        });
  }

  /// Writes the revisions of a key.
  public static void write(
      PrintWriter out, Instant startedAt, List<Evidence> evidences, KeyTimeline timeline) {
    JsonReport.write(
        out,
        SCHEMA,
        startedAt,
        CaseJson.inputs(evidences),
        json -> {
          json.writeStringProperty("key", timeline.key());
          json.writeNumberProperty("omitted", timeline.omitted());
          json.writeArrayPropertyStart("revisions");
          timeline.entries().forEach(entry -> entry(json, evidences, entry));
          json.writeEndArray();
        });
  }

  private static void epoch(JsonGenerator json, CaseTimeline.Epoch epoch) {
    json.writeStartObject();
    CaseJson.evidence(json, epoch.evidence());
    json.writeObjectPropertyStart("lastWritten");
    CaseJson.time(json, epoch.last());
    json.writeEndObject();
    json.writeArrayPropertyStart("byState");
    epoch.evidence().states().forEach(state -> StateJson.write(json, state));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void entry(JsonGenerator json, List<Evidence> evidences, KeyTimeline.Entry entry) {
    json.writeStartObject();
    JsonReport.writeOptional(json, "cluster", entry.cluster());
    boolean isKnown = entry.revision() > 0;
    JsonReport.writeOptional(json, "revision", optional(isKnown, entry.revision()));
    JsonReport.writeOptional(json, "sub", optional(isKnown, entry.sub()));
    JsonReport.writeOptional(json, "raftIndex", entry.raftIndex());
    json.writeNumberProperty("version", entry.version());
    json.writeNumberProperty("createRevision", entry.createRevision());
    JsonReport.writeOptional(
        json, "prefix", Optional.of(entry.prefix()).filter(prefix -> !prefix.isEmpty()));
    json.writeNumberProperty("sizeBytes", entry.sizeBytes());
    json.writeStringProperty("content", entry.content().jsonName());
    json.writeStringProperty("change", entry.change().jsonName());
    CaseJson.time(json, entry.written());
    json.writeArrayPropertyStart("seen");
    for (KeyTimeline.Seen seen : entry.seen()) {
      json.writeStartObject();
      json.writeNumberProperty("evidence", seen.evidence());
      json.writeStringProperty("path", evidences.get(seen.evidence() - 1).input().path());
      json.writeStringProperty("scope", seen.scope().jsonName());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static OptionalLong optional(boolean isThere, long number) {
    return isThere ? OptionalLong.of(number) : OptionalLong.empty();
  }
}
