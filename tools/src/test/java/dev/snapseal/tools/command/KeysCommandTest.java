package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class KeysCommandTest {
  /// Printed in Kubernetes' documentation.
  private static final String PUBLISHED = "dGhpcyBpcyBwYXNzd29yZA==";

  private static final StoredObject DB = Backups.secret("prod", "db");
  private static final String ONE = Backups.config("aesgcm", "one", Backups.KEY_ONE);
  private static final String TWO = Backups.config("aesgcm", "two", Backups.KEY_TWO);

  @TempDir Path folder;
  private Backups backups;

  @BeforeEach
  void makeAFolder() {
    backups = new Backups(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void liveValuesOfEachKeyOfARealClusterAreCountedAndAllOpen(String name) throws IOException {
    Cluster cluster = TestData.cluster(name);
    try (ClusterPlugins plugins = ClusterPlugins.start(cluster)) {
      ProgramRun run =
          ProgramRun.of(
              "keys",
              cluster.finalDb(),
              "-o",
              "json",
              "--config",
              cluster.config(),
              "--kms",
              plugins.first(),
              "--kms",
              plugins.second());
      assertEquals(0, run.code());
      Map<String, Long> live = new TreeMap<>();
      for (JsonNode key : run.json().get("keys")) {
        live.put(key.get("prefix").asString(), key.get("live").asLong());
        assertEquals(key.get("values"), key.get("opens"));
      }
      assertEquals(liveInTruth(cluster), live);
      assertEquals(42, of(run, "plug1").get("wrappedDeks").asLong());
      assertEquals("kek-b", of(run, "plug2").get("kmsKeyIds").get(0).asString());
      assertEquals(0, run.json().get("unusedInConfig").size());
      assertEquals(0, run.json().get("missingFromConfig").size());
    }
  }

  @Test
  void aBackupWithoutEncryptedValuesHasNoTable() throws IOException {
    Backups backups = new Backups(folder);
    backups.write("plain.db", Backups.etcd().put("/registry/secrets/prod/db", "x"));
    assertEquals(
        "0 keys: no value is encrypted\n\n1 value under no key: plaintext\n",
        backups.run("keys", "plain.db").out());
  }

  @Test
  void withoutAConfigurationNothingIsSaidOfOne() throws IOException {
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), Backups.sealed(ONE, DB)));
    Backups.Run run = backups.run("keys", "db.snapshot", "-o", "json");
    JsonNode json = ProgramRun.parse(run.out());
    assertTrue(json.get("keys").get(0).get("opens").isNull());
    assertTrue(json.get("missingFromConfig").isNull());
    assertEquals(0, run.code());
  }

  @Test
  void aKeyThatLiveValuesNeedAndNoConfigurationHasIsMissing() throws IOException {
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), Backups.sealed(ONE, DB)));
    backups.write("config.yaml", TWO);
    Backups.Run run = backups.run("keys", "db.snapshot", "--config", "config.yaml");
    assertEquals(5, run.code());
    assertEquals(
        """
        1 key: 1 live value cannot be opened

        PROVIDER  KEY  VALUES  LIVE  REVISIONS  IN CONFIG  OPENS
        aesgcm    one       1     1  2-2        NO             0

        k8s:enc:aesgcm:v1:one: does not open: no configured key has the prefix of this value
        in the configuration and unused: k8s:enc:aesgcm:v1:two:
        not in the configuration: k8s:enc:aesgcm:v1:one:
        """,
        run.out());
  }

  @Test
  void aKeyThatOnlyOldRevisionsNeedMayBeMissing() throws IOException {
    backups.write(
        "db.snapshot",
        Backups.etcd()
            .put(DB.etcdKey(), Backups.sealed(ONE, DB))
            .put(DB.etcdKey(), Backups.sealed(TWO, DB)));
    backups.write("config.yaml", TWO);
    assertEquals(0, backups.run("keys", "db.snapshot", "--config", "config.yaml").code());
  }

  @Test
  void aKeyWithTheRightNameAndTheWrongBytesIsMissing() throws IOException {
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), Backups.sealed(ONE, DB)));
    backups.write("config.yaml", Backups.config("aesgcm", "one", Backups.KEY_TWO));
    assertEquals(5, backups.run("keys", "db.snapshot", "--config", "config.yaml").code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"aescbc", "aesgcm"})
  void aPublishedKeyIsFoundWithoutAConfiguration(String provider) throws IOException {
    String config = Backups.config(provider, "mine", PUBLISHED);
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), Backups.sealed(config, DB)));
    Backups.Run run = backups.run("keys", "db.snapshot");
    assertEquals(1, run.code());
    assertTrue(run.out().contains("is no secret: printed at https://kubernetes.io/"), run.out());
  }

  @Test
  void aNonceUsedTwiceIsCounted() throws IOException {
    byte[] value = Backups.sealed(ONE, DB);
    byte[] sameNonce = value.clone();
    sameNonce[value.length - 1] ^= 1;
    backups.write(
        "db.snapshot", Backups.etcd().put(DB.etcdKey(), value).put(DB.etcdKey(), sameNonce));
    Backups.Run run = backups.run("keys", "db.snapshot", "-o", "json");
    assertEquals(1, run.code());
    assertEquals(1, of(run.out(), "one").get("duplicateNonces").asLong());
  }

  private static JsonNode of(ProgramRun run, String keyName) {
    return of(run.out(), keyName);
  }

  private static JsonNode of(String json, String keyName) {
    for (JsonNode key : ProgramRun.parse(json).get("keys")) {
      if (key.get("keyName").asString().equals(keyName)) {
        return key;
      }
    }
    throw new AssertionError("no key " + keyName);
  }

  private static Map<String, Long> liveInTruth(Cluster cluster) {
    Map<String, Long> live = new TreeMap<>();
    for (JsonNode row : ProgramRun.parse(cluster.truth()).get("live")) {
      if (!row.get("prefix").isNull()) {
        live.merge(row.get("prefix").asString(), 1L, Long::sum);
      }
    }
    return live;
  }
}
