package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What is left on free pages of a Secret whose record was overwritten.
class CaseFragmentsTest {
  private static final StoredObject SECRET =
      StoredObject.secret("prod", "db").data("password", "planted-pa55word-7Qx");

  @TempDir private Path folder;

  private JsonNode exposed(EtcdBuilder etcd, byte[] freeBytes) throws IOException {
    Path file = folder.resolve("db");
    Files.write(
        file, etcd.backend(SnapshotBuilder.snapshot().freeBytes(freeBytes)).build().bytes());
    Path made = folder.resolve("case");
    ProgramRun add = ProgramRun.of("case", made, "add", file);
    assertEquals(add.out().contains("NOT OPENED") ? 3 : 0, add.code(), add.err());
    JsonNode report = ProgramRun.of("case", made, "exposed", "-o", "json").json();
    assertEquals(1, report.get("exposed").size());
    return report.get("exposed").get(0);
  }

  @Test
  void aSecretWithoutItsRecordWasReadable() throws IOException {
    JsonNode exposed = exposed(EtcdBuilder.of(EtcdVersion.V3_6), SECRET.toBytes());
    assertEquals(SECRET.etcdKey(), exposed.get("key").asString());
    assertTrue(exposed.get("first").get("revision").isNull());
    assertEquals("free", exposed.get("first").get("scope").asString());
    assertTrue(exposed.get("deleted").asBoolean());
    String timeline =
        ProgramRun.of("case", folder.resolve("case"), "timeline", "secret/prod/db").out();
    assertTrue(timeline.contains("fragment"), timeline);
  }

  /// What a fragment held is not known, so nothing can be said of later values.
  @Test
  void itCannotBeComparedWithALaterValue() throws IOException {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    String aesCbc = "k8s:enc:aescbc:v1:key1:0123456789abcdef0123456789abcdef";
    JsonNode exposed = exposed(etcd.put(SECRET.etcdKey(), aesCbc), SECRET.toBytes());
    assertTrue(exposed.get("stillToBeRotated").isNull(), exposed.toString());
    assertEquals("the newest value was not opened", exposed.get("reason").asString());
    assertEquals(2, exposed.get("newestRevision").asInt());
  }

  private static final String JSON_SECRET =
      """
      {"kind":"%s","apiVersion":"v1","metadata":{"name":"db","namespace":"prod"},\
      "data":{"password":"cGxhbnRlZC1wYTU1d29yZC03UXg="}}
      """;

  private ProgramRun exposedOf(Path file) {
    Path made = folder.resolve("case of " + file.getFileName());
    ProgramRun add = ProgramRun.of("case", made, "add", file);
    assertTrue(add.code() == 0 || add.code() == 3, add.err());
    return ProgramRun.of("case", made, "exposed");
  }

  private Path withFreeBytes(String name, String text) throws IOException {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    return Files.write(
        folder.resolve(name),
        etcd.backend(SnapshotBuilder.snapshot().freeBytes(text.getBytes(UTF_8))).build().bytes());
  }

  /// What is left of JSON does not say its name.
  @Test
  void ofANamelessSecretItIsNotKnownWhichOneItWas() throws IOException {
    ProgramRun run = exposedOf(withFreeBytes("db", JSON_SECRET.formatted("Secret")));
    assertEquals(3, run.code(), run.out());
    assertTrue(run.out().contains("NOT KNOWN: a part of 1 backup is not in the case"), run.out());
    assertFalse(run.out().contains("NOTHING EXPOSED"), run.out());
  }

  @Test
  void aNamelessObjectOfAnotherResourceIsNoGap() throws IOException {
    ProgramRun run = exposedOf(withFreeBytes("db", JSON_SECRET.formatted("ConfigMap")));
    assertEquals(0, run.code(), run.out());
    assertTrue(run.out().contains("NOTHING EXPOSED"), run.out());
  }

  @Test
  void aLogInAnArchiveThatIsNotReadIsAGap() throws IOException {
    Path archive = folder.resolve("etcd.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("member/snap/db"));
      zip.write(EtcdBuilder.of(EtcdVersion.V3_6).snapshot().bytes());
      zip.putNextEntry(new ZipEntry("member/wal/0000000000000000-0000000000000000.wal"));
      zip.write(new byte[64]);
    }
    ProgramRun run = exposedOf(archive);
    assertEquals(3, run.code(), run.out());
    assertFalse(run.out().contains("NOTHING EXPOSED"), run.out());
  }
}
