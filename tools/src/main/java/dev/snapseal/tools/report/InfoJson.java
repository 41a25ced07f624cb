package dev.snapseal.tools.report;

import dev.snapseal.snapshot.PageCounts;
import dev.snapseal.tools.info.BackupInfo;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// `info` as JSON, schema `snapseal.info/1`.
public final class InfoJson {
  private InfoJson() {}

  public static void write(PrintWriter out, Instant startedAt, BackupInfo info) {
    JsonReport.write(
        out, "snapseal.info/1", startedAt, List.of(info.input()), json -> body(json, info));
  }

  private static void body(JsonGenerator json, BackupInfo info) {
    json.writeNumberProperty("hash", info.hash());
    json.writeNumberProperty("revision", info.revision());
    json.writeNumberProperty("totalKey", info.totalKey());
    json.writeNumberProperty("totalElements", info.totalElements());
    json.writeNumberProperty("totalSize", info.totalSize());
    json.writeStringProperty("version", info.meta().storageVersion().orElse(""));
    json.writeNumberProperty("pageSize", info.pageSize());
    json.writeNumberProperty("txid", info.txid());
    JsonReport.writeOptional(json, "compactRevision", info.meta().compactRevision());
    writeUnsigned(json, "consistentIndex", info.meta().consistentIndex());
    writeUnsigned(json, "term", info.meta().term());
    json.writeObjectPropertyStart("hashKV");
    json.writeNumberProperty("hash", info.hashKv().hash());
    json.writeNumberProperty("revision", info.hashKv().revision());
    json.writeEndObject();
    pages(json, info.pages());
    json.writeArrayPropertyStart("buckets");
    info.buckets().forEach(bucket -> bucket(json, bucket));
    json.writeEndArray();
    json.writeArrayPropertyStart("keySpaces");
    info.keySpaces().forEach(space -> keySpace(json, space));
    json.writeEndArray();
    json.writeArrayPropertyStart("members");
    info.members().forEach(member -> member(json, member));
    json.writeEndArray();
    json.writeArrayPropertyStart("regions");
    RegionJson.write(json, info.regions());
    json.writeEndArray();
    json.writeNumberProperty("malformedRecords", info.malformedRecords());
    strings(json, "faults", info.faults());
  }

  private static void pages(JsonGenerator json, PageCounts pages) {
    json.writeObjectPropertyStart("pages");
    json.writeNumberProperty("total", pages.total());
    json.writeNumberProperty("free", pages.free());
    json.writeNumberProperty("leaf", pages.leaf());
    json.writeNumberProperty("branch", pages.branch());
    json.writeNumberProperty("overflow", pages.overflow());
    json.writeNumberProperty("freelist", pages.freelist());
    json.writeNumberProperty("meta", pages.meta());
    json.writeEndObject();
  }

  private static void bucket(JsonGenerator json, BackupInfo.BucketSize bucket) {
    json.writeStartObject();
    json.writeStringProperty("name", bucket.name());
    json.writeNumberProperty("keys", bucket.keys());
    json.writeNumberProperty("bytes", bucket.bytes());
    json.writeEndObject();
  }

  private static void keySpace(JsonGenerator json, BackupInfo.KeySpace space) {
    json.writeStartObject();
    json.writeStringProperty("prefix", space.prefix());
    json.writeStringProperty("group", space.group());
    json.writeStringProperty("resource", space.resource());
    json.writeNumberProperty("live", space.live());
    json.writeNumberProperty("superseded", space.superseded());
    json.writeNumberProperty("tombstones", space.tombstones());
    json.writeNumberProperty("bytes", space.bytes());
    json.writeEndObject();
  }

  private static void member(JsonGenerator json, BackupInfo.Member member) {
    json.writeStartObject();
    json.writeStringProperty("id", member.id());
    json.writeStringProperty("name", member.name());
    strings(json, "peerURLs", member.peerUrls());
    strings(json, "clientURLs", member.clientUrls());
    json.writeBooleanProperty("isLearner", member.role() == BackupInfo.Member.Role.LEARNER);
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }

  /// Raft's numbers are unsigned.
  private static void writeUnsigned(JsonGenerator json, String name, OptionalLong value) {
    if (value.isPresent()) {
      json.writeName(name);
      json.writeNumber(new java.math.BigInteger(Long.toUnsignedString(value.getAsLong())));
    } else {
      json.writeNullProperty(name);
    }
  }
}
