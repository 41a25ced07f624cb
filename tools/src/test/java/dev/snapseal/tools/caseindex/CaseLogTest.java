package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.etcd.WalBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a data directory holds besides its database.
class CaseLogTest {
  private static final String CONFIG = EvolvingCluster.CONFIGS.getLast();
  private static final StoredObject BEFORE =
      StoredObject.secret("prod", "db").data("password", "pa55-1");
  private static final StoredObject NOW =
      StoredObject.secret("prod", "db").data("password", "pa55-2");

  @TempDir private Path folder;

  private Path snap;

  @BeforeEach
  void make() throws IOException {
    snap = Files.createDirectories(folder.resolve("etcd/member/snap"));
    Files.createDirectories(folder.resolve("etcd/member/wal"));
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    etcd.put(NOW.etcdKey(), EvolvingCluster.sealed(CONFIG, NOW));
    Files.write(snap.resolve("db"), etcd.snapshot().bytes());
    Files.writeString(folder.resolve("config.yaml"), CONFIG);
  }

  private ProgramRun add() {
    return ProgramRun.of(
        "case",
        folder.resolve("case"),
        "add",
        folder.resolve("etcd"),
        "--config",
        folder.resolve("config.yaml"));
  }

  private JsonNode exposed() {
    ProgramRun run = ProgramRun.of("case", folder.resolve("case"), "exposed", "-o", "json");
    return run.json().get("exposed");
  }

  private void log(ProtobufMessage request) throws IOException {
    Files.write(
        folder.resolve("etcd/member/wal/0000000000000000-0000000000000000.wal"),
        WalBuilder.first().entry(1, 9, request.toBytes()).bytes());
  }

  @Test
  void whatARequestComparesWithWasReadableAndIsNotTheNewestValue() throws IOException {
    byte[] plain = BEFORE.toBytes();
    ProtobufMessage compare =
        new ProtobufMessage().varint(2, 3).text(3, BEFORE.etcdKey()).bytes(7, plain);
    log(
        new ProtobufMessage()
            .message(100, new ProtobufMessage().varint(1, 42))
            .message(6, new ProtobufMessage().message(1, compare)));
    assertEquals(0, add().code());
    JsonNode one = exposed().get(0);
    assertEquals("[\"compared\"]", one.get("scopes").toString());
    assertFalse(one.get("stillToBeRotated").asBoolean(true), one.toString());
    ProgramRun timeline =
        ProgramRun.of("case", folder.resolve("case"), "timeline", "secret/prod/db");
    assertTrue(timeline.out().contains("entry 9  compared"), timeline.out());
  }

  @Test
  void aValueOfTheSecondApiIsExposed() throws IOException {
    String json =
        "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"old\","
            + "\"namespace\":\"prod\"},\"data\":{\"password\":\"cGE1NQ==\"}}";
    log(
        new ProtobufMessage()
            .varint(1, 5)
            .text(2, "PUT")
            .text(3, "/1/registry/secrets/prod/old")
            .text(4, json)
            .varint(5, 0));
    assertEquals(0, add().code());
    JsonNode one = exposed().get(0);
    assertEquals("/1/registry/secrets/prod/old", one.get("key").asString());
    assertEquals("secrets", one.get("resource").asString());
  }

  @Test
  void otherDatabasesInTheDirectoryAreEvidencesToo() throws IOException {
    EtcdBuilder sent = EtcdBuilder.of(EtcdVersion.V3_6);
    sent.put(BEFORE.etcdKey(), BEFORE.toBytes());
    Files.write(snap.resolve("0000000000000009.snap.db"), sent.snapshot().bytes());
    Files.write(snap.resolve("db.tmp.123"), "no database".getBytes(UTF_8));
    Files.write(snap.resolve("0000000000000001-0000000000000009.snap"), new byte[64]);
    ProgramRun add = add();
    assertTrue(add.out().contains(".snap.db"), add.out());
    assertTrue(add.err().contains("a raft snapshot: no values of etcd 3's keys"), add.err());
    assertEquals("/registry/secrets/prod/db", exposed().get(0).get("key").asString());
  }

  private static byte[] put(StoredObject object) {
    return new ProtobufMessage()
        .message(4, new ProtobufMessage().text(1, object.etcdKey()).bytes(2, object.toBytes()))
        .toBytes();
  }

  private Path wal(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve("etcd/member/wal/" + name), bytes);
  }

  /// One bit of a length leads behind the file: etcd would say that the record is torn.
  @Test
  void whatIsBehindADamagedLengthIsSearchedAndAGap() throws IOException {
    WalBuilder log = WalBuilder.first();
    int damaged = log.length();
    byte[] bytes = log.entry(1, 1, put(NOW)).entry(1, 9, put(BEFORE)).preallocated(4096);
    bytes[damaged + 5] ^= 0x10;
    wal("0000000000000000-0000000000000000.wal", bytes);
    ProgramRun add = add();
    assertEquals(3, add.code(), add.out());
    assertTrue(add.out().contains("1 part could not be read"), add.out());
    assertEquals("/registry/secrets/prod/db", exposed().get(0).get("key").asString());
  }

  @Test
  void aSegmentThatEtcdPutAsideIsIndexed() throws IOException {
    wal("0000000000000000-0000000000000000.wal", WalBuilder.first().bytes());
    wal(
        "0000000000000000-0000000000000000.wal.broken",
        WalBuilder.first().entry(1, 9, put(BEFORE)).bytes());
    wal("1.tmp", new byte[4096]);
    ProgramRun add = add();
    assertEquals(0, add.code(), add.out());
    assertEquals("/registry/secrets/prod/db", exposed().get(0).get("key").asString());
  }

  @Test
  void whatElseLiesBesideTheSegmentsIsAGap() throws IOException {
    wal("0000000000000000-0000000000000000.wal", WalBuilder.first().bytes());
    wal("old", "no segment".getBytes(UTF_8));
    assertEquals(3, add().code());
  }

  @Test
  void aRaftSnapshotWithUsersDataIsAGap() throws IOException {
    wal("0000000000000000-0000000000000000.wal", WalBuilder.first().bytes());
    Path file = snap.resolve("0000000000000001-0000000000000009.snap");
    Files.write(file, snapshot("{\"Root\":{\"Path\":\"/\",\"Value\":\"\"}}"));
    assertEquals(0, add().code());
    Files.write(file, snapshot("{\"Root\":{\"Path\":\"/1/a\",\"Value\":\"b\"}}"));
    ProgramRun again =
        ProgramRun.of("case", folder.resolve("other"), "add", folder.resolve("etcd"));
    assertEquals(3, again.code(), again.out());
    assertTrue(again.out().contains("1 file beside it not read"), again.out());
  }

  private static byte[] snapshot(String store) {
    return new ProtobufMessage()
        .varint(1, 9)
        .message(
            2, new ProtobufMessage().text(1, store).message(2, new ProtobufMessage().varint(2, 9)))
        .toBytes();
  }

  @Test
  void aMalformedPrefixIsAGapOfItsOwn() throws IOException {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    etcd.put(NOW.etcdKey(), "k8s:enc:password=hunter2-hunter2".getBytes(UTF_8));
    Files.write(snap.resolve("db"), etcd.snapshot().bytes());
    ProgramRun add = add();
    assertEquals(3, add.code(), add.out());
    assertTrue(add.out().contains("1 value malformed"), add.out());
    ProgramRun exposed = ProgramRun.of("case", folder.resolve("case"), "exposed");
    assertEquals(3, exposed.code(), exposed.out());
    assertTrue(
        exposed.out().contains("1 value in 1 backup under a malformed prefix"), exposed.out());
  }
}
