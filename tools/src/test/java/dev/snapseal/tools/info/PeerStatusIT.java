package dev.snapseal.tools.info;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// `info` beside the real `etcdctl` and `etcdutl`, run on copies of the same files.
final class PeerStatusIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "etcd-3.5, 0-plain",
    "etcd-3.5, 2-cbc2",
    "etcd-3.5, 5-stamp",
    "etcd-3.5, final",
    "etcd-3.6, 0-plain",
    "etcd-3.6, 2-cbc2",
    "etcd-3.6, 5-stamp",
    "etcd-3.6, final",
    "remnant-3.6, final",
    "zoo-1.36, final"
  })
  void realBackupsHaveTheSameStatus(String name, String epoch) throws Exception {
    Cluster cluster = TestData.cluster(name);
    compare(epoch.equals("final") ? cluster.finalDb() : cluster.epoch(epoch));
  }

  @Test
  void aBuiltBackupWithDeletionsAndACompactionHasTheSameStatus() throws Exception {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    for (int i = 0; i < 300; i++) {
      etcd.put("/registry/configmaps/a/" + i % 70, "value " + i);
    }
    Path file = folder.resolve("built.db");
    etcd.delete("/registry/configmaps/a/3")
        .compact(200)
        .transaction(t -> t.put("x", "1").put("y", "2").delete("/registry/configmaps/a/4"))
        .snapshot()
        .writeTo(file);
    compare(file);
  }

  /// etcdutl writes to the file it hashes, and panics where a lease is attached to a key.
  @ParameterizedTest
  @CsvSource({"etcd-3.5", "etcd-3.6", "remnant-3.6"})
  void realBackupsHaveTheSameHashKv(String name) throws Exception {
    Path copy = Files.copy(TestData.cluster(name).finalDb(), folder.resolve("copy.db"));
    JsonNode info = ProgramRun.of("info", "-o", "json", copy).json();
    JsonNode etcdutl = answer(etcdutl().toString(), "hashkv", copy.toString(), "-w", "json");
    assertEquals(etcdutl.get("hash").asLong(), info.get("hashKV").get("hash").asLong());
    assertEquals(etcdutl.get("hashRevision").asLong(), info.get("hashKV").get("revision").asLong());
    assertEquals(etcdutl.get("compactRevision").asLong(), info.get("compactRevision").asLong());
  }

  private void compare(Path file) throws Exception {
    JsonNode info = ProgramRun.of("info", "-o", "json", file).json();
    Path copy = Files.copy(file, folder.resolve("copy.db"));
    JsonNode etcdutl = status(etcdutl(), copy);
    for (String field : List.of("hash", "revision", "totalKey", "totalSize")) {
      assertEquals(etcdutl.get(field).asLong(), info.get(field).asLong(), "etcdutl " + field);
    }
    assertEquals(etcdutl.get("version").asString(), info.get("version").asString());
    JsonNode etcdctl = status(Path.of("etcdctl"), copy);
    for (String field : List.of("hash", "revision", "totalSize")) {
      assertEquals(etcdctl.get(field).asLong(), info.get(field).asLong(), "etcdctl " + field);
    }
    assertEquals(etcdctl.get("totalKey").asLong(), info.get("totalElements").asLong());
  }

  private static Path etcdutl() {
    String peers = System.getProperty("snapseal.peers", "");
    Path etcdutl = Path.of(peers, "etcdutl");
    assertTrue(Files.isExecutable(etcdutl), etcdutl + " is missing: run .ci/peers");
    return etcdutl;
  }

  private static JsonNode status(Path program, Path file) throws Exception {
    return answer(program.toString(), "snapshot", "status", file.toString(), "-w", "json");
  }

  private static JsonNode answer(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ETCDCTL_API", "3");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), answer);
    return ProgramRun.parse(answer);
  }
}
