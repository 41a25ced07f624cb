package dev.snapseal.tools.report;

import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.salvage.Losses.LostPage;
import dev.snapseal.snapshot.salvage.Losses.MendedCount;
import dev.snapseal.snapshot.salvage.Losses.RevisionConflict;
import dev.snapseal.snapshot.salvage.Losses.RevisionGap;
import dev.snapseal.snapshot.salvage.Revisions;
import dev.snapseal.snapshot.salvage.SalvagedBucket;
import dev.snapseal.tools.salvage.SalvageReport;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// A salvage as JSON.
public final class SalvageJson {
  private SalvageJson() {}

  /// Writes the document.
  ///
  /// @param path of the new snapshot
  public static void write(PrintWriter out, Instant startedAt, String path, SalvageReport report) {
    JsonReport.write(
        out,
        "snapseal.salvage/1",
        startedAt,
        List.of(report.input()),
        json -> write(json, path, report));
  }

  private static void write(JsonGenerator json, String path, SalvageReport report) {
    json.writeObjectPropertyStart("output");
    json.writeStringProperty("path", path);
    json.writeNumberProperty("sizeBytes", report.output().sizeBytes());
    json.writeStringProperty("sha256", report.output().sha256());
    json.writeEndObject();
    writeSource(json, report.source());
    json.writeObjectPropertyStart("records");
    json.writeNumberProperty("reached", report.records().reached());
    json.writeNumberProperty("orphaned", report.records().orphaned());
    json.writeNumberProperty("free", report.records().free());
    json.writeNumberProperty("written", report.records().written());
    json.writeEndObject();
    writeRevisions(json, report.revisions());
    json.writeArrayPropertyStart("buckets");
    report.buckets().forEach(bucket -> writeBucket(json, bucket));
    json.writeEndArray();
    writeMissing(json, report);
    writeMended(json, report.mended());
    json.writeArrayPropertyStart("conflicts");
    report.conflicts().forEach(conflict -> writeConflict(json, conflict));
    json.writeEndArray();
    json.writeNumberProperty("conflictCount", report.conflictCount());
    json.writeObjectPropertyStart("verified");
    json.writeNumberProperty("elements", report.verifiedElements());
    json.writeBooleanProperty("structure", true);
    json.writeBooleanProperty("sourceValues", report.areValuesProven());
    json.writeEndObject();
    json.writeBooleanProperty("complete", report.isComplete());
    JsonReport.writeOptional(json, "restore", new SalvageWords(report).restore(path));
  }

  private static void writeSource(JsonGenerator json, SalvageReport.Source source) {
    json.writeObjectPropertyStart("source");
    json.writeNumberProperty("pageSize", source.pageSize());
    json.writeStringProperty("pageSizeFrom", source.isPageSizeTried() ? "page-headers" : "meta");
    json.writeNumberProperty("pages", source.pages());
    json.writeStringProperty("rootFrom", source.root().jsonName());
    json.writeNumberProperty("rootPage", source.rootPage());
    json.writeNumberProperty("otherBuckets", source.otherBuckets());
    json.writeEndObject();
  }

  private static void writeRevisions(JsonGenerator json, Revisions revisions) {
    json.writeObjectPropertyStart("revisions");
    json.writeNumberProperty("first", revisions.first());
    json.writeNumberProperty("last", revisions.last());
    json.writeNumberProperty("compacted", revisions.compacted());
    json.writeStringProperty("compactedFrom", revisions.compactionIsKnown() ? "meta" : "revisions");
    json.writeEndObject();
  }

  private static void writeBucket(JsonGenerator json, SalvagedBucket bucket) {
    json.writeStartObject();
    json.writeStringProperty("name", bucket.bucket().bucketName());
    json.writeStringProperty("from", bucket.source().jsonName());
    json.writeBooleanProperty("whole", bucket.isWhole());
    json.writeNumberProperty("rows", bucket.rows());
    json.writeEndObject();
  }

  private static void writeMissing(JsonGenerator json, SalvageReport report) {
    SalvageReport.Missing missing = report.missing();
    json.writeObjectPropertyStart("missing");
    json.writeArrayPropertyStart("metaPages");
    missing.metaPages().forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("pages");
    missing.pages().forEach(page -> writePage(json, page));
    json.writeEndArray();
    json.writeNumberProperty("pageCount", missing.pageCount());
    json.writeNumberProperty("pagesBehindEnd", missing.pagesBehindEnd());
    json.writeArrayPropertyStart("records");
    missing.records().forEach(record -> writeRecord(json, record));
    json.writeEndArray();
    json.writeNumberProperty("recordCount", missing.recordCount());
    json.writeArrayPropertyStart("revisions");
    for (RevisionGap gap : missing.revisions()) {
      json.writeStartObject();
      json.writeNumberProperty("first", gap.first());
      json.writeNumberProperty("last", gap.last());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberProperty("revisionCount", missing.revisionCount());
    json.writeNumberProperty("elements", missing.elements());
    json.writeArrayPropertyStart("buckets");
    report.missingBuckets().forEach(bucket -> writeMissing(json, bucket));
    json.writeEndArray();
    json.writeBooleanProperty("lastCommit", missing.isLastCommit());
    json.writeBooleanProperty("compactedRevision", report.isCompactedRevisionMissing());
    json.writeEndObject();
  }

  private static void writeMissing(JsonGenerator json, SalvagedBucket bucket) {
    json.writeStartObject();
    json.writeStringProperty("name", bucket.bucket().bucketName());
    json.writeStringProperty("meaning", SalvageWords.meaning(bucket));
    json.writeEndObject();
  }

  private static void writeMended(JsonGenerator json, SalvageReport.Mended mended) {
    json.writeObjectPropertyStart("mended");
    json.writeArrayPropertyStart("counts");
    for (MendedCount count : mended.counts()) {
      json.writeStartObject();
      json.writeNumberProperty("page", count.pageId());
      JsonReport.writeOptional(json, "bucket", count.bucket().map(EtcdBucket::bucketName));
      json.writeNumberProperty("said", count.said());
      json.writeNumberProperty("count", count.count());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberProperty("countCount", mended.countCount());
    json.writeArrayPropertyStart("names");
    for (SalvageReport.RenamedBucket bucket : mended.names()) {
      json.writeStartObject();
      json.writeNumberProperty("page", bucket.page());
      json.writeStringProperty("bucket", bucket.bucket().bucketName());
      json.writeStringProperty("name", bucket.name());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writePage(JsonGenerator json, LostPage page) {
    json.writeStartObject();
    // As its parent has it: 64 bits without a sign.
    json.writeNumberProperty("page", new BigInteger(Long.toUnsignedString(page.pageId())));
    JsonReport.writeOptional(json, "bucket", page.bucket().map(EtcdBucket::bucketName));
    json.writeStringProperty("why", page.why().jsonName());
    json.writeEndObject();
  }

  private static void writeRecord(JsonGenerator json, SalvageReport.LostRecord record) {
    json.writeStartObject();
    json.writeNumberProperty("revision", record.main());
    json.writeNumberProperty("sub", record.sub());
    json.writeBooleanProperty("tombstone", record.isTombstone());
    JsonReport.writeOptional(json, "key", Optional.of(record.key()).filter(key -> !key.isEmpty()));
    json.writeNumberProperty("page", record.page());
    json.writeBooleanProperty("newest", record.isNewest());
    json.writeEndObject();
  }

  private static void writeConflict(JsonGenerator json, RevisionConflict conflict) {
    json.writeStartObject();
    json.writeNumberProperty("revision", conflict.main());
    json.writeNumberProperty("sub", conflict.sub());
    json.writeNumberProperty("keptOffset", conflict.keptOffset());
    json.writeNumberProperty("otherOffset", conflict.otherOffset());
    json.writeEndObject();
  }
}
