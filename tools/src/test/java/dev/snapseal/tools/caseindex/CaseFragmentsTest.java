package dev.snapseal.tools.caseindex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertEquals(0, add.code(), add.err());
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
}
