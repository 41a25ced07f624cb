package dev.snapseal.tools.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.tools.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Real backups, rekeyed, before every program that has to live with them: bbolt, etcdctl, etcdutl
/// and etcd; each backup with each provider.
final class RewrittenFilesIT {
  private static FreshPlugins plugins;

  @TempDir private Path folder;

  @BeforeAll
  static void startPlugins() throws Exception {
    plugins = new FreshPlugins();
  }

  @AfterAll
  static void stopPlugins() throws Exception {
    plugins.close();
  }

  static Stream<Arguments> pairs() {
    return Source.all()
        .flatMap(source -> Arrays.stream(Target.values()).map(to -> Arguments.of(source, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyProgramLivesWithIt(Source source, Target target) throws Exception {
    Path config =
        Files.writeString(folder.resolve("new.json"), target.config(source.resources(), plugins));
    Path output = folder.resolve("new.db");
    ProgramRun run = source.rekey(config, output);
    assertEquals(0, run.code(), run::err);
    for (String bbolt : List.of("bbolt-v1.4.3", "bbolt-v1.5.0")) {
      assertEquals(
          "OK", LoneEtcd.run(folder, LoneEtcd.peer(bbolt), "check", output.toString()).strip());
    }
    JsonNode info = ProgramRun.of("info", "-o", "json", output).json();
    assertStatus(info, status(LoneEtcd.peer("etcdutl"), output), "totalKey");
    assertStatus(info, status("etcdctl", output));
    LoneEtcd.run(
        folder, "etcdctl", "snapshot", "restore", output.toString(), "--data-dir", "by-etcdctl");
    try (LoneEtcd etcd =
        LoneEtcd.restored(
            output, folder.resolve("restored"), LoneEtcd.peer("etcdutl"), LoneEtcd.peer("etcd"))) {
      assertServes(etcd, StoredRecords.of(source.path()), info);
      assertEquals(info.get("hashKV").get("hash").asLong(), etcd.hashKv());
    }
  }

  /// Compares what a reader sees at each revision that is not compacted.
  private static void assertServes(LoneEtcd etcd, StoredRecords records, JsonNode info)
      throws Exception {
    long first = Math.max(1, info.get("compactRevision").asLong(0));
    Map<String, String> state = new TreeMap<>();
    int next = 0;
    for (long at = 1; at <= info.get("revision").asLong(); at++) {
      while (next < records.rows().size() && records.rows().get(next).main() <= at) {
        apply(records.rows().get(next), state);
        next++;
      }
      if (at >= first) {
        assertEquals(state.values().stream().sorted().toList(), etcd.keys(at), "revision " + at);
      }
    }
  }

  /// `key create mod version` by key.
  private static void apply(StoredRecords.Row row, Map<String, String> state) {
    if (row.tombstone()) {
      state.remove(row.key());
    } else {
      state.put(row.key(), row.key() + " " + numbers(row.fields()));
    }
  }

  private static void assertStatus(JsonNode info, JsonNode status, String... more) {
    for (String field : List.of("hash", "revision", "totalSize")) {
      assertEquals(info.get(field).asLong(), status.get(field).asLong(), field);
    }
    for (String field : more) {
      assertEquals(info.get(field).asLong(), status.get(field).asLong(), field);
    }
  }

  private JsonNode status(String program, Path file) throws Exception {
    return ProgramRun.parse(
        LoneEtcd.run(folder, program, "snapshot", "status", file.toString(), "-w", "json"));
  }

  private static String numbers(String fields) {
    return fields.replaceAll("(?s).* create (\\d+) mod (\\d+) version (\\d+) lease .*", "$1 $2 $3");
  }
}
