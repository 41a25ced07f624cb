package dev.snapseal.tools.audit;

import static dev.snapseal.tools.audit.Planted.audit;
import static dev.snapseal.tools.audit.Planted.config;
import static dev.snapseal.tools.audit.Planted.etcd;
import static dev.snapseal.tools.audit.Planted.key;
import static dev.snapseal.tools.audit.Planted.keyValue;
import static dev.snapseal.tools.audit.Planted.only;
import static dev.snapseal.tools.audit.Planted.provider;
import static dev.snapseal.tools.audit.Planted.record;
import static dev.snapseal.tools.audit.Planted.rules;
import static dev.snapseal.tools.audit.Planted.sealed;
import static dev.snapseal.tools.audit.Planted.secret;
import static dev.snapseal.tools.audit.Planted.verdict;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.BucketBuilder;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.PageSurgeon;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.RevisionKey;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Plaintext where no value belongs: rows of other buckets, and fields that no etcd writes.
final class OtherPlacesTest {
  private static final String GCM = config(provider("aesgcm", key("g1", 1)));
  private static final StoredObject LIVE = secret("live");
  private static final StoredObject OLD = secret("old");
  private static final byte[] TEXT =
      "a password that is long enough to be seen as text by anybody".getBytes(UTF_8);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"meta", "lease", "members", "auth", "cluster"})
  void aSecretAmongTheRowsOfAnotherBucketIsFound(String bucket) {
    ProgramRun run = audit(folder, store().row(bucket, "odd", OLD.toBytes()).snapshot());
    JsonNode finding = only(run, "SS001");
    assertEquals("readable", verdict(run));
    assertEquals("old", finding.get("objectName").asString());
    assertEquals("live", finding.get("scope").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"meta", "lease", "alarm"})
  void textAmongRowsThatHoldNoneIsAFinding(String bucket) {
    ProgramRun run = audit(folder, store().row(bucket, "odd", TEXT).snapshot());
    assertEquals(Set.of("SS015"), rules(run));
    assertEquals("undetermined", verdict(run));
  }

  @ParameterizedTest
  @ValueSource(strings = {"members", "auth", "authUsers", "authRoles"})
  void textAmongRowsThatHoldTextIsNone(String bucket) {
    assertEquals("unreadable", verdict(audit(folder, store().row(bucket, "k", TEXT).snapshot())));
  }

  @Test
  void anUnknownBucketIsReadLikeFreeSpace() {
    assertEquals("readable", verdict(withBucket(b -> b.put(TEXT, OLD.toBytes()))));
    assertEquals("readable", verdict(withBucket(b -> b.ownPages().put(TEXT, OLD.toBytes()))));
    assertEquals("undetermined", verdict(withBucket(b -> b.put(new byte[] {1}, TEXT))));
    assertEquals("undetermined", verdict(withBucket(b -> b.put(TEXT, new byte[] {1}))));
    assertEquals("unreadable", verdict(withBucket(b -> b.put("a", "short"))));
  }

  @Test
  void aBucketInsideABucketIsRead() {
    Consumer<BucketBuilder> secret = b -> b.put(new byte[] {1}, OLD.toBytes());
    assertEquals("readable", verdict(withBucket(b -> b.bucket("nested", secret))));
    assertEquals(
        "readable", verdict(withBucket(b -> b.bucket("nested", n -> secret.accept(n.ownPages())))));
  }

  @Test
  void aCopyOfEncryptedRecordsInAnotherBucketIsNone() {
    byte[] copy = record(OLD.etcdKey(), 7, sealed(GCM, OLD));
    assertEquals("unreadable", verdict(withBucket(b -> b.put(new byte[] {1}, copy))));
  }

  @Test
  void anEarlierValueBesideTheOneThatCountsIsFound() {
    byte[] message = message().bytes(5, OLD.toBytes()).bytes(5, sealed(GCM, OLD)).toBytes();
    ProgramRun run = withRecord(message);
    assertEquals(Set.of("SS002", "SS014"), rules(run));
    assertEquals("readable", verdict(run));
  }

  @Test
  void anUnknownFieldWithASecretIsFound() {
    byte[] message = message().bytes(5, sealed(GCM, OLD)).bytes(9, OLD.toBytes()).toBytes();
    assertEquals("readable", verdict(withRecord(message)));
  }

  @Test
  void anyRepeatedOrUnknownFieldKeepsARecordFromBeingCalledEncrypted() {
    byte[] repeated = message().bytes(5, new byte[9]).bytes(5, sealed(GCM, OLD)).toBytes();
    byte[] unknown = message().bytes(5, sealed(GCM, OLD)).varint(7, 1).toBytes();
    for (byte[] message : new byte[][] {repeated, unknown}) {
      ProgramRun run = withRecord(message);
      assertEquals(Set.of("SS014"), rules(run));
      assertEquals("undetermined", verdict(run));
    }
  }

  @Test
  void textInARepeatedFieldIsAFinding() {
    byte[] message = message().bytes(5, TEXT).bytes(5, sealed(GCM, OLD)).toBytes();
    assertEquals(Set.of("SS014", "SS015"), rules(withRecord(message)));
  }

  /// etcd reads only one of them, so neither answers for the file.
  @Test
  void aSecondBucketOfRevisionsIsNamedAndKeepsTheVerdictOpen() {
    ProgramRun run =
        audit(folder, withSecondKeyBucket(keyValue(OLD.etcdKey(), 9, sealed(GCM, OLD))));
    assertEquals(3, run.code());
    assertEquals("undetermined", verdict(run));
    assertEquals(1, run.json().get("summary").get("values").asInt());
    JsonNode unread = run.json().get("coverage").get("unread").get(0);
    assertEquals("key-order", unread.get("rule").asString());
    assertEquals(
        "a second bucket has the name 'key': etcd reads only one of them",
        unread.get("message").asString());
  }

  @Test
  void plaintextInASecondBucketOfRevisionsIsFoundAndSupersedesNothing() {
    byte[] newer = keyValue(LIVE.etcdKey(), 9, LIVE.toBytes());
    ProgramRun run = audit(folder, withSecondKeyBucket(newer));
    assertEquals(3, run.code());
    assertEquals("readable", verdict(run));
    assertEquals("live", only(run, "SS001").get("objectName").asString());
    JsonNode encrypted = run.json().get("byState").get(0);
    assertEquals(1, encrypted.get("live").asInt(), encrypted.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "keys"})
  void aCommandThatNeedsTheRevisionsRefusesTwoBucketsOfThem(String command) {
    byte[] file = withSecondKeyBucket(keyValue(OLD.etcdKey(), 9, sealed(GCM, OLD)));
    ProgramRun run = ProgramRun.of(command, Planted.write(folder.resolve("db.snapshot"), file));
    assertEquals(4, run.code());
    assertTrue(run.err().contains("a second bucket has the name 'key'"), run.err());
  }

  private byte[] withSecondKeyBucket(byte[] record) {
    EtcdBuilder etcd = store();
    BuiltSnapshot built =
        SnapshotBuilder.snapshot()
            .root(
                root -> {
                  etcd.topLevelBuckets(root);
                  root.bucket("kez", b -> b.put(RevisionKey.put(9, 0), record).ownPages());
                })
            .build();
    PageSurgeon surgeon = built.surgeon();
    long root = built.rootBucket().root();
    for (int i = 0; i < surgeon.page(root).count(); i++) {
      if (new String(surgeon.element(root, i).key(), UTF_8).equals("kez")) {
        surgeon.element(root, i).keyByte(2, 'y');
      }
    }
    return surgeon.resealTrailer().bytes();
  }

  private static ProtobufMessage message() {
    return new ProtobufMessage().text(1, OLD.etcdKey()).varint(2, 9).varint(3, 9).varint(4, 1);
  }

  private ProgramRun withRecord(byte[] message) {
    return audit(folder, store().record(RevisionKey.put(9, 0), message).snapshot());
  }

  private ProgramRun withBucket(Consumer<BucketBuilder> filling) {
    EtcdBuilder etcd = store();
    return audit(
        folder,
        SnapshotBuilder.snapshot()
            .root(
                root -> {
                  etcd.topLevelBuckets(root);
                  root.bucket("zz", filling);
                })
            .build());
  }

  private static EtcdBuilder store() {
    return etcd().put(LIVE.etcdKey(), sealed(GCM, LIVE));
  }
}
