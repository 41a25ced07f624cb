package dev.snapseal.tools.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What etcd makes of compacted files, and of a rewritten one that it goes on writing to.
final class RewritePeersIT {
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
    assertEquals(
        "OK", LoneEtcd.run(folder, LoneEtcd.peer("bbolt"), "check", output.toString()).strip());
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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void etcdGoesOnWritingToARewrittenFile(boolean isNew) throws Exception {
    String server = isNew ? LoneEtcd.peer("etcd") : "etcd";
    Path output = rekeyed(new Source("etcd-3.6", "final"), Target.AESCBC_128);
    Path db;
    try (LoneEtcd etcd =
        LoneEtcd.restored(output, folder.resolve("restored"), LoneEtcd.peer("etcdutl"), server)) {
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
    assertEquals(
        "OK", LoneEtcd.run(folder, LoneEtcd.peer("bbolt"), "check", db.toString()).strip());
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

  private Path rekeyed(Source source, Target target) throws Exception {
    Path config =
        Files.writeString(folder.resolve("new.json"), target.config(source.resources(), fresh));
    Path output = folder.resolve("new.db");
    assertCode(0, source.rekey(config, output));
    return output;
  }

  private static void assertCode(int expected, ProgramRun run) {
    assertEquals(expected, run.code(), run::err);
  }
}
