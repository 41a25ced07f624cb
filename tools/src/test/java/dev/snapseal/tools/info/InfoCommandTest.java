package dev.snapseal.tools.info;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.audit.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `info` of real backups against recorded answers of etcd's own programs.
final class InfoCommandTest {
  @TempDir private Path folder;

  /// `etcdutl snapshot status -w json` (3.6.14) gave hash, revision, totalKey, totalSize and
  /// version; `etcdctl` (3.4.23) the same but for totalKey, which is the last column.
  @ParameterizedTest
  @CsvSource({
    "etcd-3.5, 0-plain, 3074199498, 123, 99, 319488, '', 130",
    "etcd-3.5, 2-cbc2, 1729860699, 241, 161, 479232, '', 252",
    "etcd-3.5, 5-stamp, 1381788385, 418, 254, 831488, '', 331",
    "etcd-3.5, final, 3024509870, 539, 313, 1376256, '', 452",
    "etcd-3.6, 0-plain, 904042786, 123, 99, 147456, 3.6.0, 131",
    "etcd-3.6, 2-cbc2, 2781740711, 241, 161, 344064, 3.6.0, 253",
    "etcd-3.6, 5-stamp, 2295922203, 418, 254, 643072, 3.6.0, 332",
    "etcd-3.6, final, 463385230, 539, 313, 991232, 3.6.0, 453",
    "remnant-3.6, final, 1592639047, 598, 292, 1155072, 3.6.0, 306",
    "zoo-1.36, final, 3371823067, 432, 301, 659456, 3.6.0, 442",
  })
  void theStatusIsThatOfEtcdsOwnPrograms(
      String cluster,
      String epoch,
      long hash,
      long revision,
      long totalKey,
      long totalSize,
      String version,
      long totalElements) {
    ProgramRun run = ProgramRun.of("info", "-o", "json", file(cluster, epoch));
    JsonNode info = run.json();
    assertEquals(0, run.code());
    assertEquals(hash, info.get("hash").asLong());
    assertEquals(revision, info.get("revision").asLong());
    assertEquals(totalKey, info.get("totalKey").asLong());
    assertEquals(totalSize, info.get("totalSize").asLong());
    assertEquals(version, info.get("version").asString());
    assertEquals(totalElements, info.get("totalElements").asLong());
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void hashKvIsWhatTheServerAnswered(String cluster) {
    JsonNode answer =
        ProgramRun.parse(TestData.cluster(cluster).truth()).get("hashkv").get("HashKV");
    JsonNode info = ProgramRun.of("info", "-o", "json", file(cluster, "final")).json();
    assertEquals(answer.get("hash").asLong(), info.get("hashKV").get("hash").asLong());
    assertEquals(
        answer.get("header").get("revision").asLong(), info.get("hashKV").get("revision").asLong());
    assertEquals(answer.get("compact_revision").asLong(), info.get("compactRevision").asLong());
    assertEquals(answer.get("header").get("raft_term").asLong(), info.get("term").asLong());
    assertEquals(
        answer.get("header").get("member_id").bigIntegerValue().toString(16),
        info.get("members").get(0).get("id").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void keySpacesHoldEveryLiveKey(String cluster) {
    JsonNode truth = ProgramRun.parse(TestData.cluster(cluster).truth());
    JsonNode info = ProgramRun.of("info", "-o", "json", file(cluster, "final")).json();
    long live = 0;
    for (JsonNode space : info.get("keySpaces")) {
      live += space.get("live").asLong();
      String prefix = space.get("prefix").asString();
      if (!prefix.isEmpty()) {
        long expected =
            StreamSupport.stream(truth.get("live").spliterator(), false)
                .filter(row -> row.get("key").asString().startsWith(prefix))
                .count();
        assertEquals(expected, space.get("live").asLong(), prefix);
      }
    }
    assertEquals(truth.get("live").size(), live);
  }

  @Test
  void theDocumentHasEveryFieldOfTheContract() throws IOException {
    Path file = file("etcd-3.6", "final");
    JsonNode info = ProgramRun.of("info", "-o", "json", file).json();
    JsonFields.assertFields(
        info,
        "schema:string tool:object startedAt:string finishedAt:string inputs:array"
            + " inputCount:number hash:number revision:number totalKey:number totalElements:number"
            + " totalSize:number version:string pageSize:number txid:number compactRevision:number?"
            + " consistentIndex:number? term:number? hashKV:object pages:object buckets:array"
            + " keySpaces:array members:array regions:array malformedRecords:number faults:array");
    assertEquals("snapseal.info/1", info.get("schema").asString());
    JsonFields.assertFields(info.get("hashKV"), "hash:number revision:number");
    JsonFields.assertFields(
        info.get("pages"),
        "total:number free:number leaf:number branch:number overflow:number freelist:number"
            + " meta:number");
    JsonFields.assertFields(info.get("buckets").get(0), "name:string keys:number bytes:number");
    JsonFields.assertFields(
        info.get("keySpaces").get(0),
        "prefix:string group:string resource:string live:number superseded:number"
            + " tombstones:number bytes:number");
    JsonFields.assertFields(
        info.get("members").get(0),
        "id:string name:string peerURLs:array clientURLs:array isLearner:boolean");
    long sum = 0;
    for (JsonNode region : info.get("regions")) {
      sum += region.get("bytes").asLong();
    }
    assertEquals(Files.size(file), sum);
    long pages = 0;
    for (String kind : new String[] {"free", "leaf", "branch", "overflow", "freelist", "meta"}) {
      pages += info.get("pages").get(kind).asLong();
    }
    assertEquals(info.get("pages").get("total").asLong(), pages);
  }

  @Test
  void anEmptyStoreHasItsAnswersToo() {
    Path file = EtcdBuilder.of(EtcdVersion.V3_4).snapshot().writeTo(folder.resolve("empty.db"));
    ProgramRun run = ProgramRun.of("info", "-o", "json", file);
    assertEquals(0, run.code());
    assertEquals(0, run.json().get("totalKey").asLong());
    assertTrue(run.json().get("compactRevision").isNull());
    assertTrue(run.json().get("term").isNull());
    assertEquals(0, ProgramRun.of("info", file).code());
  }

  @Test
  void theTextHasWhatEtcdutlPrints() {
    ProgramRun run = ProgramRun.of("info", file("etcd-3.6", "final"));
    assertEquals(0, run.code());
    for (String fact :
        new String[] {"1b9eb28e", "463385230", "539", "313", "3.6.0", "3813421629"}) {
      assertTrue(run.out().contains(fact), fact + " in\n" + run.out());
    }
  }

  private static Path file(String name, String epoch) {
    Cluster cluster = TestData.cluster(name);
    return epoch.equals("final") ? cluster.finalDb() : cluster.epoch(epoch);
  }
}
