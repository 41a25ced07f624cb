package dev.snapseal.tools.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import dev.snapseal.tools.rewrite.LoneEtcd;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A snapshot of a real etcd in which k3s's record lies, as k3s packs it: the token alone opens it.
class BootstrapRecordIT {
  private static final String USUAL = "password of a full token";
  private static final int SECRETS = 40;

  @TempDir private Path folder;

  @Test
  void aTokenOpensTheSecretsInASnapshotOfARealEtcd() throws Exception {
    Path zip = folder.resolve("x.bin");
    try (LoneEtcd etcd = LoneEtcd.start(folder, LoneEtcd.peer("etcd"))) {
      putRecord(etcd, "the same, an earlier record");
      for (int i = 0; i < SECRETS; i++) {
        StoredObject secret = Backups.secret("prod", "db-" + i);
        put(etcd, secret.etcdKey(), Backups.sealed(BootstrapSamples.first(), secret));
      }
      putRecord(etcd, USUAL);
      for (int i = 0; i < SECRETS / 2; i++) {
        StoredObject secret = Backups.secret("prod", "db-" + i);
        put(etcd, secret.etcdKey(), Backups.sealed(BootstrapSamples.rotated(), secret));
      }
      etcd.save(folder.resolve("saved.db"));
    }
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream packed = new ZipOutputStream(out)) {
      packed.putNextEntry(new ZipEntry("on-demand-server-1776345000"));
      packed.write(Files.readAllBytes(folder.resolve("saved.db")));
    }
    Path token = Files.writeString(folder.resolve("token"), BootstrapSamples.token(USUAL));

    ProgramRun keys = ProgramRun.of("keys", zip, "--token-file", token);
    assertEquals(0, keys.code(), keys.err());
    assertTrue(keys.out().startsWith("2 keys: every live value opens"), keys.out());
    ProgramRun get =
        ProgramRun.of("get", zip, "secret/prod/db-7", "--token-file", token, "-o", "raw");
    assertTrue(get.out().contains("hunter-db-7"), get.err());
    ProgramRun needs = ProgramRun.of("needs", zip, "--token-file", token, "-o", "json");
    assertTrue(needs.json().get("restorable").asBoolean(), needs.out());
    assertEquals(
        SECRETS + SECRETS / 2, needs.json().get("requirements").get(0).get("values").asInt());
  }

  private static void putRecord(LoneEtcd etcd, String name) throws Exception {
    put(
        etcd,
        BootstrapSamples.of(name).get("etcdKey").asString(),
        BootstrapSamples.of(name).get("value").asString().getBytes(UTF_8));
  }

  private static void put(LoneEtcd etcd, String key, byte[] value) throws Exception {
    etcd.ask(
        "kv/put",
        "{\"key\":\"%s\",\"value\":\"%s\"}".formatted(base64(key.getBytes(UTF_8)), base64(value)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
