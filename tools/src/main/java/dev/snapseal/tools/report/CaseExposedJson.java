package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.Exposure;
import dev.snapseal.tools.caseindex.ExposureSummary;
import dev.snapseal.tools.caseindex.OtherPlace;
import dev.snapseal.tools.caseindex.SightingScope;
import dev.snapseal.tools.caseindex.UnchangedMembers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.core.JsonGenerator;

/// `case exposed` as JSON, schema `snapseal.case.exposed/1`.
public final class CaseExposedJson {
  private CaseExposedJson() {}

  public static ExposureSummary write(
      PrintWriter out,
      Instant startedAt,
      List<Evidence> evidences,
      ResourcePolicy policy,
      ExposureSource exposures)
      throws IOException {
    AtomicReference<ExposureSummary> summary = new AtomicReference<>();
    try {
      JsonReport.write(
          out,
          "snapseal.case.exposed/1",
          startedAt,
          CaseJson.inputs(evidences),
          json -> {
            json.writeArrayPropertyStart("policy");
            policy.resources().forEach(resource -> json.writeString(resource.toString()));
            json.writeEndArray();
            json.writeArrayPropertyStart("exposed");
            summary.set(all(exposures, json, evidences));
            json.writeEndArray();
            summary(json, summary.get());
            json.writeArrayPropertyStart("evidencesOfUnknownCluster");
            summary.get().apart().forEach(json::writeNumber);
            json.writeEndArray();
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return summary.get();
  }

  private static ExposureSummary all(
      ExposureSource exposures, JsonGenerator json, List<Evidence> evidences) {
    try {
      return exposures.forEach(exposure -> exposure(json, evidences, exposure));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void exposure(JsonGenerator json, List<Evidence> evidences, Exposure exposure) {
    json.writeStartObject();
    json.writeStringProperty("key", exposure.key());
    json.writeStringProperty("resource", exposure.resource());
    JsonReport.writeOptional(json, "namespace", exposure.namespace());
    JsonReport.writeOptional(json, "objectName", exposure.name());
    JsonReport.writeOptional(json, "cluster", exposure.cluster());
    moment(json, "first", evidences, exposure.first());
    moment(json, "last", evidences, exposure.last());
    if (exposure.unplaced().isPresent()) {
      moment(json, "unplaced", evidences, exposure.unplaced().get());
    } else {
      json.writeNullProperty("unplaced");
    }
    json.writeNumberProperty("revisions", exposure.revisions());
    json.writeArrayPropertyStart("scopes");
    exposure.scopes().stream().sorted().map(SightingScope::jsonName).forEach(json::writeString);
    json.writeEndArray();
    revision(json, "newestRevision", exposure.newestRevision());
    Optional<Boolean> isDue = exposure.rotation().isDue();
    if (isDue.isPresent()) {
      json.writeBooleanProperty("stillToBeRotated", isDue.get());
    } else {
      json.writeNullProperty("stillToBeRotated");
    }
    json.writeStringProperty("reason", exposure.rotation().reason());
    members(json, exposure.unchanged());
    alsoIn(json, exposure.alsoIn());
    json.writeBooleanProperty("deleted", exposure.existence() == Exposure.Existence.DELETED);
    json.writeEndObject();
  }

  private static void alsoIn(JsonGenerator json, List<OtherPlace> places) {
    json.writeArrayPropertyStart("alsoIn");
    for (OtherPlace place : places) {
      json.writeStartObject();
      json.writeStringProperty("key", place.key());
      json.writeStringProperty("name", place.name());
      json.writeBooleanProperty("sameCluster", place.isOfSameCluster());
      JsonReport.writeOptional(json, "cluster", place.otherCluster());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// Names of members are no values.
  private static void members(JsonGenerator json, UnchangedMembers unchanged) {
    json.writeArrayPropertyStart("unchangedMembers");
    unchanged.secret().forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("membersChangedInPart");
    unchanged.inPart().forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("harmlessMembers");
    for (UnchangedMembers.HarmlessMember member : unchanged.harmless()) {
      json.writeStartObject();
      json.writeStringProperty("name", member.name());
      json.writeStringProperty("reason", member.why().jsonName());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void moment(
      JsonGenerator json, String name, List<Evidence> evidences, Exposure.Moment moment) {
    json.writeObjectPropertyStart(name);
    revision(json, "revision", moment.revision());
    CaseJson.time(json, moment.written());
    json.writeNumberProperty("evidence", moment.evidence());
    json.writeStringProperty("path", evidences.get(moment.evidence() - 1).input().path());
    json.writeStringProperty("scope", moment.scope().jsonName());
    json.writeEndObject();
  }

  private static void revision(JsonGenerator json, String name, long revision) {
    JsonReport.writeOptional(
        json, name, revision == 0 ? OptionalLong.empty() : OptionalLong.of(revision));
  }

  private static void summary(JsonGenerator json, ExposureSummary summary) {
    json.writeObjectPropertyStart("summary");
    json.writeNumberProperty("objects", summary.objects());
    json.writeNumberProperty("exposed", summary.exposed());
    json.writeNumberProperty("stillToBeRotated", summary.due());
    json.writeNumberProperty("unknown", summary.unknown());
    json.writeNumberProperty("rotated", summary.rotated());
    json.writeNumberProperty("harmless", summary.harmless());
    json.writeNumberProperty("empty", summary.empty());
    json.writeNumberProperty("deleted", summary.deleted());
    json.writeEndObject();
  }
}
