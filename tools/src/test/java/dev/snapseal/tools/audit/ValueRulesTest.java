package dev.snapseal.tools.audit;

import static dev.snapseal.tools.audit.Planted.audit;
import static dev.snapseal.tools.audit.Planted.config;
import static dev.snapseal.tools.audit.Planted.etcd;
import static dev.snapseal.tools.audit.Planted.key;
import static dev.snapseal.tools.audit.Planted.only;
import static dev.snapseal.tools.audit.Planted.provider;
import static dev.snapseal.tools.audit.Planted.rules;
import static dev.snapseal.tools.audit.Planted.sealed;
import static dev.snapseal.tools.audit.Planted.secret;
import static dev.snapseal.tools.audit.Planted.verdict;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.TrailerForm;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.RevisionKey;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// SS008, SS010, SS011, SS013 and SS014: what is wrong with single values and files.
final class ValueRulesTest {
  private static final StoredObject DB = secret("db");
  private static final StoredObject OTHER = secret("other");
  private static final String A = key("a", 1);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"aescbc", "aesgcm", "secretbox"})
  void twoValuesWithOneNonceUnderOneKeyAreFound(String provider) {
    byte[] first = sealed(config(provider(provider, A)), DB);
    byte[] second = first.clone();
    second[second.length - 20] ^= 1;
    ProgramRun run =
        audit(folder, etcd().put(DB.etcdKey(), first).put(OTHER.etcdKey(), second).snapshot());
    assertTrue(rules(run).contains("SS008"));
    assertEquals(provider, only(run, "SS008").get("provider").asString());
    assertEquals(1, run.code());
  }

  @Test
  void theSameValueTwiceIsNoReuse() {
    byte[] value = sealed(config(provider("aesgcm", A)), DB);
    ProgramRun run =
        audit(folder, etcd().put(DB.etcdKey(), value).put(DB.etcdKey(), value).snapshot());
    assertEquals(Set.of(), rules(run));
  }

  @Test
  void aCopyOnAFreePageIsNoReuse() {
    byte[] value = sealed(config(provider("aesgcm", A)), DB);
    byte[] copy = Planted.record(DB.etcdKey(), 2, value);
    ProgramRun run = audit(folder, Planted.withFreeBytes(etcd().put(DB.etcdKey(), value), copy));
    assertEquals(Set.of(), rules(run));
  }

  @Test
  void aNonceUnderAnotherKeyIsNoReuse() {
    byte[] first = sealed(config(provider("aesgcm", A)), DB);
    byte[] second = first.clone();
    second["k8s:enc:aesgcm:v1:".length()] = 'b';
    ProgramRun run =
        audit(folder, etcd().put(DB.etcdKey(), first).put(OTHER.etcdKey(), second).snapshot());
    assertEquals(Set.of(), rules(run));
  }

  @Test
  void nonceReuseIsFoundBehindAValueOfAnotherKey() {
    byte[] first = sealed(config(provider("aesgcm", A)), DB);
    byte[] between = first.clone();
    between["k8s:enc:aesgcm:v1:".length()] = 'b';
    byte[] second = first.clone();
    second[second.length - 1] ^= 1;
    ProgramRun run =
        audit(
            folder,
            etcd()
                .put(DB.etcdKey(), first)
                .put(OTHER.etcdKey(), between)
                .put(secret("third").etcdKey(), second)
                .snapshot());
    assertEquals(Set.of("SS008"), rules(run));
  }

  /// Servers before 1.29 count nonces from the start for each data key.
  @Test
  void equalNoncesUnderTwoDataKeysOfKmsAreNoReuse() {
    ProgramRun run =
        audit(
            folder,
            etcd()
                .put(DB.etcdKey(), kmsValue("one", 'x'))
                .put(OTHER.etcdKey(), kmsValue("two", 'y'))
                .snapshot());
    assertEquals(Set.of(), rules(run));
  }

  @Test
  void equalNoncesUnderOneDataKeyOfKmsAreReuse() {
    ProgramRun run =
        audit(
            folder,
            etcd()
                .put(DB.etcdKey(), kmsValue("one", 'x'))
                .put(OTHER.etcdKey(), kmsValue("one", 'y'))
                .snapshot());
    assertEquals(Set.of("SS008"), rules(run));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aescbc", "secretbox"})
  void aValueOfAnotherSecretIsFound(String provider) {
    String config = config(provider(provider, A));
    byte[] moved = sealed(config, OTHER.etcdKey(), OTHER.toBytes());
    ProgramRun run = audit(folder, etcd().put(DB.etcdKey(), moved).snapshot(), config);
    assertTrue(rules(run).contains("SS010"));
    assertEquals("/registry/secrets/prod/db", only(run, "SS010").get("key").asString());
  }

  @Test
  void aPlaintextValueOfAnotherNamespaceIsFound() {
    StoredObject elsewhere = StoredObject.secret("stage", "db").data("a", "b");
    ProgramRun run = audit(folder, etcd().put(DB.etcdKey(), elsewhere.toBytes()).snapshot());
    assertEquals(Set.of("SS001", "SS010"), rules(run));
  }

  @Test
  void aMovedValueThatItsProviderRefusesDoesNotOpen() {
    String config = config(provider("aesgcm", A));
    byte[] moved = sealed(config, OTHER.etcdKey(), OTHER.toBytes());
    ProgramRun run = audit(folder, etcd().put(DB.etcdKey(), moved).snapshot(), config);
    assertEquals(Set.of("SS005"), rules(run));
  }

  @ParameterizedTest
  @ValueSource(strings = {"k8s:enc:", "k8s:enc:rot13:v1:a:xxxx", "k8s:enc:aescbc:v2:a:xxxx"})
  void aPrefixThatNoServerWritesIsFoundAndNothingIsPromised(String value) {
    ProgramRun run =
        audit(
            folder, etcd().put(DB.etcdKey(), value).put(OTHER.etcdKey(), sealedOther()).snapshot());
    assertEquals(Set.of("SS011"), rules(run));
    assertEquals("undetermined", verdict(run));
    assertEquals(3, run.code());
    assertEquals(1, run.json().get("summary").get("malformed").asInt());
    assertEquals(1, run.json().get("summary").get("encrypted").asInt());
    assertEquals(2, run.json().get("summary").get("values").asInt());
  }

  @Test
  void plaintextBehindARightPrefixIsReadable() {
    byte[] prefix = "k8s:enc:aescbc:v1:a:".getBytes(UTF_8);
    byte[] object = DB.toBytes();
    byte[] value = Arrays.copyOf(prefix, prefix.length + object.length);
    System.arraycopy(object, 0, value, prefix.length, object.length);
    ProgramRun run = audit(folder, etcd().put(DB.etcdKey(), value).snapshot());
    assertEquals(Set.of("SS001", "SS011"), rules(run));
    assertEquals("readable", verdict(run));
  }

  @Test
  void aSnapshotWithoutItsTrailerIsAWarning() {
    ProgramRun run =
        audit(
            folder,
            store().backend(SnapshotBuilder.snapshot().trailer(TrailerForm.ABSENT)).build());
    assertEquals("warning", only(run, "SS013").get("severity").asString());
    assertEquals("absent", run.json().get("inputs").get(0).get("trailer").asString());
    assertEquals(1, run.code());
  }

  @Test
  void aTrailerThatDoesNotMatchIsAnError() {
    byte[] file = store().snapshot().bytes();
    file[file.length - 1] ^= 1;
    ProgramRun run = audit(folder, file);
    assertEquals("error", only(run, "SS013").get("severity").asString());
    assertEquals("invalid", run.json().get("inputs").get(0).get("trailer").asString());
  }

  @Test
  void theListOfRulesSaysHowGraveAWrongTrailerIs() {
    for (JsonNode rule : ProgramRun.of("rules", "-o", "json").json().get("rules")) {
      if (rule.get("rule").asString().equals("SS013")) {
        assertEquals("error", rule.get("severity").asString());
        assertTrue(rule.get("message").asString().contains("missing, that is a warning"));
      }
    }
  }

  @Test
  void aCopyOfALiveFileHasNoTrailerToMiss() {
    ProgramRun run =
        audit(
            folder, store().backend(SnapshotBuilder.dataDirectory().tail(new byte[8192])).build());
    assertEquals(Set.of(), rules(run));
    assertEquals("unreadable", verdict(run));
  }

  @Test
  void anElementThatIsNoRecordIsFoundWithItsPlace() {
    ProgramRun run =
        audit(
            folder,
            store()
                .record("odd".getBytes(UTF_8), "x".getBytes(UTF_8))
                .record(RevisionKey.put(9, 0), new byte[] {0x0A, 0x7F})
                .snapshot());
    assertEquals(Set.of("SS014"), rules(run));
    assertEquals(2, Planted.all(run, "SS014").size());
    assertFalse(Planted.all(run, "SS014").getFirst().get("offset").isNull());
    assertEquals("undetermined", verdict(run));
    assertEquals(3, run.code());
  }

  private static byte[] sealedOther() {
    return sealed(config(provider("aesgcm", A)), OTHER);
  }

  private static EtcdBuilder store() {
    return etcd().put(OTHER.etcdKey(), sealedOther());
  }

  /// A value of KMS v2 with data key `dek`: nonce and ciphertext, where all that counts is that
  /// ciphertexts differ.
  private static byte[] kmsValue(String dek, char fill) {
    byte[] data = new byte[60];
    Arrays.fill(data, 12, data.length, (byte) fill);
    byte[] body =
        new ProtobufMessage()
            .bytes(1, data)
            .text(2, "kek-b")
            .bytes(3, dek.getBytes(UTF_8))
            .toBytes();
    byte[] prefix = "k8s:enc:kms:v2:plug:".getBytes(UTF_8);
    byte[] value = Arrays.copyOf(prefix, prefix.length + body.length);
    System.arraycopy(body, 0, value, prefix.length, body.length);
    return value;
  }
}
