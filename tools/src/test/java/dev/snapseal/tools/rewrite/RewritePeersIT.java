package dev.snapseal.tools.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// New files before the programs that have to live with them: bbolt, etcdctl, etcdutl and etcd.
final class RewritePeersIT {
  private static final String COVERED = "\"secrets\",\"configmaps\",\"widgets.demo.example.io\"";

  @TempDir private Path folder;
  private FreshPlugins fresh;

  @BeforeEach
  void startPlugins() throws Exception {
    fresh = new FreshPlugins();
  }

  @AfterEach
  void stopPlugins() throws Exception {
    fresh.close();
  }

  @ParameterizedTest
  @CsvSource({
    "etcd-3.5, AESCBC_256",
    "etcd-3.5, KMS_V1",
    "etcd-3.6, AESGCM_192",
    "etcd-3.6, SECRETBOX",
    "etcd-3.6, KMS_V2",
    "etcd-3.6, IDENTITY"
  })
  void theOfflineProgramsAcceptARekeyedFile(String name, Target target) throws Exception {
    Path output = rekeyed(TestData.cluster(name), target);
    for (String bbolt : List.of("bbolt-v1.4.3", "bbolt-v1.5.0")) {
      assertEquals("OK", LoneEtcd.run(folder, peer(bbolt), "check", output.toString()).strip());
    }
    JsonNode info = ProgramRun.of("info", "-o", "json", output).json();
    JsonNode etcdutl = status(peer("etcdutl"), output);
    for (String field : List.of("hash", "revision", "totalKey", "totalSize")) {
      assertEquals(info.get(field).asLong(), etcdutl.get(field).asLong(), field);
    }
    JsonNode etcdctl = status("etcdctl", output);
    for (String field : List.of("hash", "revision", "totalSize")) {
      assertEquals(info.get(field).asLong(), etcdctl.get(field).asLong(), field);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void etcdServesEveryKeyAtEveryRevisionAsBefore(String name) throws Exception {
    Cluster cluster = TestData.cluster(name);
    Path output = rekeyed(cluster, Target.AESGCM_256);
    JsonNode info = ProgramRun.of("info", "-o", "json", output).json();
    long revision = info.get("revision").asLong();
    long compacted = info.get("compactRevision").asLong();
    try (LoneEtcd etcd = LoneEtcd.restored(output, folder.resolve("restored"), "etcdctl")) {
      StoredRecords source = StoredRecords.of(cluster.finalDb());
      for (long at = compacted; at <= revision; at++) {
        assertEquals(expectedKeys(source, at), etcd.keys(at), "revision " + at);
      }
      assertEquals(info.get("hashKV").get("hash").asLong(), etcd.hashKv());
    }
  }

  /// `key create mod version` of what a reader at a revision sees.
  private static List<String> expectedKeys(StoredRecords records, long revision) {
    TreeMap<String, String> state = new TreeMap<>();
    for (StoredRecords.Row row : records.rows()) {
      if (row.main() <= revision) {
        if (row.tombstone()) {
          state.remove(row.key());
        } else {
          state.put(row.key(), row.key() + " " + numbers(row.fields()));
        }
      }
    }
    return state.values().stream().sorted().toList();
  }

  private static String numbers(String fields) {
    return fields.replaceAll("(?s).* create (\\d+) mod (\\d+) version (\\d+) lease .*", "$1 $2 $3");
  }

  @ParameterizedTest
  @CsvSource({"350", "400", "470", "539"})
  void aCompactedFileHasTheHashOfAServerThatCompacted(long revision) throws Exception {
    assertCompactsAsEtcd(TestData.cluster("etcd-3.6").finalDb(), revision);
  }

  /// etcd 3.4.23 forgets a tombstone at the very revision, and its hash leaves it out.
  @Test
  void aTombstoneAtTheCompactedRevisionDoesNotMatter() throws Exception {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    for (int i = 0; i < 40; i++) {
      etcd.put("/registry/configmaps/a/" + i % 7, "value " + i);
    }
    etcd.delete("/registry/configmaps/a/3");
    long revision = etcd.revision();
    etcd.put("/registry/configmaps/a/4", "later");
    Path file = Files.write(folder.resolve("built.db"), etcd.snapshot().bytes());
    assertCompactsAsEtcd(file, revision);
  }

  private void assertCompactsAsEtcd(Path source, long revision) throws Exception {
    Path output = folder.resolve("compacted.db");
    assertCode(0, ProgramRun.of("compact", source, "--revision", revision, "--output", output));
    assertEquals("OK", LoneEtcd.run(folder, peer("bbolt"), "check", output.toString()).strip());
    long expected;
    try (LoneEtcd server = LoneEtcd.restored(source, folder.resolve("source"), "etcdctl")) {
      server.ask("kv/compaction", "{\"revision\":%d,\"physical\":true}".formatted(revision));
      expected = server.hashKv();
    }
    try (LoneEtcd server = LoneEtcd.restored(output, folder.resolve("output"), "etcdctl")) {
      assertEquals(expected, server.hashKv());
    }
    JsonNode info = ProgramRun.of("info", "-o", "json", output).json();
    assertEquals(expected, info.get("hashKV").get("hash").asLong());
    assertEquals(revision, info.get("compactRevision").asLong());
  }

  @Test
  void etcdGoesOnWritingToARewrittenFile() throws Exception {
    Path output = rekeyed(TestData.cluster("etcd-3.6"), Target.AESCBC_128);
    Path db;
    try (LoneEtcd etcd = LoneEtcd.restored(output, folder.resolve("restored"), peer("etcdutl"))) {
      List<String> keys =
          List.copyOf(StoredRecords.of(output).rows()).stream()
              .map(StoredRecords.Row::key)
              .distinct()
              .toList();
      for (int batch = 0; batch < 100; batch++) {
        etcd.ask("kv/txn", transaction(batch, keys));
      }
      String revision =
          etcd.ask("maintenance/status", "{}").get("header").get("revision").asString();
      etcd.ask("kv/compaction", "{\"revision\":%s,\"physical\":true}".formatted(revision));
      etcd.ask("maintenance/defragment", "{}");
      etcd.ask("kv/txn", transaction(1000, keys));
      db = etcd.stop();
    }
    assertEquals("OK", LoneEtcd.run(folder, peer("bbolt"), "check", db.toString()).strip());
  }

  /// A hundred changes: new keys, old ones, deletions.
  private static String transaction(int batch, List<String> keys) {
    List<String> changes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = batch * 100 + i;
      String key = i % 2 == 0 ? "/new/" + number : keys.get(number % keys.size());
      String encoded = encoded(key);
      changes.add(
          i % 5 == 4
              ? "{\"request_delete_range\":{\"key\":\"%s\"}}".formatted(encoded)
              : "{\"request_put\":{\"key\":\"%s\",\"value\":\"%s\"}}"
                  .formatted(encoded, encoded("value ".repeat(1 + number % 300))));
    }
    return "{\"success\":[" + String.join(",", changes) + "]}";
  }

  private static String encoded(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private Path rekeyed(Cluster cluster, Target target) throws Exception {
    Path config = Files.writeString(folder.resolve("new.json"), target.config(COVERED, fresh));
    Path output = folder.resolve("new.db");
    try (ClusterPlugins old = ClusterPlugins.start(cluster)) {
      assertCode(
          0,
          ProgramRun.of(
              "rekey",
              cluster.finalDb(),
              "--config",
              cluster.config(),
              "--kms",
              old.first(),
              "--kms",
              old.second(),
              "--to-config",
              config,
              "--output",
              output));
    }
    return output;
  }

  private JsonNode status(String program, Path file) throws Exception {
    return ProgramRun.parse(
        LoneEtcd.run(folder, program, "snapshot", "status", file.toString(), "-w", "json"));
  }

  private static String peer(String name) {
    Path program = Path.of(System.getProperty("snapseal.peers", ""), name);
    assertTrue(Files.isExecutable(program), program + " is missing: run .ci/peers");
    return program.toString();
  }

  private static void assertCode(int expected, ProgramRun run) {
    assertEquals(expected, run.code(), run::err);
  }
}
