package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.DataDirectory;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.rewrite.LoneEtcd;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Data directories that a real server wrote: values planted where a cluster leaves them behind,
/// and a cluster that never wrote one in the clear.
final class SweptDirectoryIT {
  private static final long COMMIT_MILLIS = 100;
  private static final int PLANTED = 20;

  /// Enough that most outlive what etcd writes after a compaction: it takes the pages that became
  /// free in an order that no two runs share.
  private static final int PLANTED_TO_BE_FREED = 200;

  @TempDir private Path folder;
  private final Random random = new Random(5);

  /// The server goes on with a directory that lived through every provider.
  @Test
  void findsWhatOldRevisionsFreePagesAndTheLogHold() throws Exception {
    Path data = DataDirectory.unpacked("etcd-3.6", folder.resolve("data"));
    try (LoneEtcd etcd = LoneEtcd.start(folder, LoneEtcd.peer("etcd"))) {
      writeAndEncrypt(etcd, "log", PLANTED);
      compact(etcd);
      etcd.ask("maintenance/defragment", "{}");
      writeAndEncrypt(etcd, "free", PLANTED_TO_BE_FREED);
      String revision = revision(etcd);
      writeAndEncrypt(etcd, "old", PLANTED);
      etcd.ask("kv/compaction", "{\"revision\":%s,\"physical\":true}".formatted(revision));
      etcd.stop();
    }
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", data);
    assertEquals(1, run.code(), run::err);
    assertEquals("readable", run.json().get("verdict").asString());
    assertEquals(PLANTED, found(run, "old", "superseded").size(), () -> counts(run));
    assertEquals(PLANTED, found(run, "log", "wal").size(), () -> counts(run));
    Set<String> freed = found(run, "free", "free");
    assertTrue(freed.size() >= PLANTED, () -> freed.size() + " freed " + counts(run));
    freed.addAll(found(run, "free", "slack"));
    assertEquals(left(data.resolve("member/snap/db"), "free", PLANTED_TO_BE_FREED), freed);
    assertFalse(
        run.json().get("hits").toString().contains("canary-"), "a preview shows the secret");
    assertAddsUp(run, data);
  }

  @Test
  void findsNothingWhereAllWasEncryptedAndSaysWhatItExamined() throws Exception {
    Path data = folder.resolve("data");
    try (LoneEtcd etcd = LoneEtcd.start(folder, LoneEtcd.peer("etcd"))) {
      for (int i = 0; i < 100; i++) {
        put(etcd, secret("sealed", i % 40).etcdKey(), sealed());
        put(etcd, "/registry/configmaps/prod/c" + i, configMap(i));
      }
      compact(etcd);
      etcd.stop();
    }
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", data);
    assertEquals(0, run.code(), run::err);
    assertEquals("unreadable", run.json().get("verdict").asString());
    assertEquals(0, run.json().get("hits").size());
    assertAddsUp(run, data);
    assertTrue(ProgramRun.of("sweep", data).out().startsWith("UNREADABLE: "));
  }

  private static String counts(ProgramRun run) {
    return run.json().get("hitCounts") + " " + run.json().get("coverage");
  }

  private static StoredObject secret(String where, int number) {
    return StoredObject.secret("planted", where + "-" + number)
        .data("password", "canary-" + where + "-" + number + ".");
  }

  private static byte[] configMap(int number) {
    return StoredObject.configMap("prod", "c" + number).data("a", "b").toBytes();
  }

  /// As an API server whose encryption begins in between.
  private void writeAndEncrypt(LoneEtcd etcd, String where, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      put(etcd, secret(where, i).etcdKey(), secret(where, i).toBytes());
    }
    // etcd writes to the file every 100 ms: what came and went in between was never in it.
    Thread.sleep(3 * COMMIT_MILLIS);
    for (int i = 0; i < count; i++) {
      put(etcd, secret(where, i).etcdKey(), sealed());
    }
  }

  private byte[] sealed() {
    byte[] prefix = "k8s:enc:aescbc:v1:key1:".getBytes(ISO_8859_1);
    byte[] value = Arrays.copyOf(prefix, prefix.length + 16 * (10 + random.nextInt(30)));
    byte[] body = new byte[value.length - prefix.length];
    random.nextBytes(body);
    System.arraycopy(body, 0, value, prefix.length, body.length);
    return value;
  }

  private static void put(LoneEtcd etcd, String key, byte[] value) throws Exception {
    Base64.Encoder base64 = Base64.getEncoder();
    etcd.ask(
        "kv/put",
        "{\"key\":\"%s\",\"value\":\"%s\"}"
            .formatted(
                base64.encodeToString(key.getBytes(ISO_8859_1)), base64.encodeToString(value)));
  }

  private static String revision(LoneEtcd etcd) throws Exception {
    return etcd.ask("maintenance/status", "{}").get("header").get("revision").asString();
  }

  private static void compact(LoneEtcd etcd) throws Exception {
    etcd.ask("kv/compaction", "{\"revision\":%s,\"physical\":true}".formatted(revision(etcd)));
  }

  /// The planted values whose bytes are still in the file, wherever they lie.
  private static Set<String> left(Path file, String where, int count) throws IOException {
    String all = new String(Files.readAllBytes(file), ISO_8859_1);
    Set<String> left = new HashSet<>();
    for (int i = 0; i < count; i++) {
      if (all.contains(new String(secret(where, i).toBytes(), ISO_8859_1))) {
        left.add(where + "-" + i);
      }
    }
    return left;
  }

  /// The planted values that have a hit of that scope, at whose offset the value really is.
  private static Set<String> found(ProgramRun run, String where, String scope) throws IOException {
    Set<String> found = new HashSet<>();
    for (JsonNode hit : run.json().get("hits")) {
      String name = hit.path("objectName").asString("");
      if (name.startsWith(where + "-") && hit.get("scope").asString().equals(scope)) {
        assertEquals("secrets", hit.get("resource").asString());
        assertEquals("planted", hit.get("namespace").asString());
        String there = bytesAt(Path.of(hit.get("path").asString()), hit.get("offset").asLong());
        assertTrue(there.startsWith("k8s\0"), "no object at the hit's offset");
        assertTrue(there.contains("canary-" + name + "."), "another object at the hit's offset");
        found.add(name);
      }
    }
    return found;
  }

  private static String bytesAt(Path file, long offset) throws IOException {
    byte[] bytes = new byte[512];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(offset);
      in.readFully(bytes);
    }
    return new String(bytes, ISO_8859_1);
  }

  private static void assertAddsUp(ProgramRun run, Path data) throws IOException {
    long bytes = 0;
    for (JsonNode region : run.json().get("coverage").get("regions")) {
      bytes += region.get("bytes").asLong();
    }
    long present = 0;
    try (var files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        present += Files.size(file);
      }
    }
    assertEquals(present, bytes);
    assertEquals(present, run.json().get("coverage").get("bytes").asLong());
    assertEquals(0, run.json().get("coverage").get("skipped").size());
  }
}
