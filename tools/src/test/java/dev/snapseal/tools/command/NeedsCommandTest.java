package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.PageSurgeon;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class NeedsCommandTest {
  private static final StoredObject DB = Backups.secret("prod", "db");
  private static final String ONE = Backups.config("aesgcm", "one", Backups.KEY_ONE);
  private static final String TWO = Backups.config("aesgcm", "two", Backups.KEY_TWO);

  @TempDir Path folder;
  private Backups backups;

  @BeforeEach
  void makeAFolder() throws IOException {
    Files.createDirectory(folder.resolve("keys"));
    backups = new Backups(folder);
  }

  private void writeUnder(String... configs) throws IOException {
    var etcd = Backups.etcd();
    for (String config : configs) {
      etcd.put(DB.etcdKey(), Backups.sealed(config, DB));
    }
    backups.write("db.snapshot", etcd);
  }

  @Test
  void aPlainBackupNeedsNothing() throws IOException {
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), DB.toBytes()));
    Backups.Run run = backups.run("needs", "db.snapshot");
    assertEquals(0, run.code());
    assertEquals(
        """
        RESTORABLE: no value is encrypted, no key is needed

        etcd itself needs no key, token or certificate to restore the file
        1 value under no key: plaintext
        """,
        run.out());
  }

  @Test
  void aMissingKeyIsNamedWithWhatToDo() throws IOException {
    writeUnder(ONE);
    Backups.Run run = backups.run("needs", "db.snapshot");
    assertEquals(5, run.code());
    assertEquals(
        """
        NOT RESTORABLE with what was given: 0 of 1 requirement in hand

        IN HAND  VALUES  LIVE  NEEDED
        NO            1     1  aesgcm key "one" (k8s:enc:aesgcm:v1:one:)

        etcd itself needs no key, token or certificate to restore the file
        next: snapseal needs db.snapshot --config encryption-config.yaml
        """,
        run.out());
  }

  @Test
  void aKeyThatOpensItsValuesIsInHand() throws IOException {
    writeUnder(ONE);
    backups.write("keys/config.yaml", ONE);
    Backups.Run run = backups.run("needs", "db.snapshot", "--config", "keys/config.yaml");
    assertEquals(0, run.code());
    assertEquals(
        """
        RESTORABLE: 1 of 1 requirement in hand

        IN HAND  VALUES  LIVE  NEEDED
        yes           1     1  aesgcm key "one" (k8s:enc:aesgcm:v1:one:), in keys/config.yaml

        etcd itself needs no key, token or certificate to restore the file
        """,
        run.out());
  }

  @Test
  void aKeyOfTheRightNameThatDoesNotOpenIsWrong() throws IOException {
    writeUnder(ONE);
    backups.write("keys/config.yaml", Backups.config("aesgcm", "one", Backups.KEY_TWO));
    Backups.Run run =
        backups.run("needs", "db.snapshot", "--config", "keys/config.yaml", "-o", "json");
    assertEquals(5, run.code());
    JsonNode key = ProgramRun.parse(run.out()).get("requirements").get(0);
    assertFalse(key.get("inHand").asBoolean());
    assertEquals("wrong", key.get("state").asString());
    assertTrue(key.get("detail").asString().startsWith("opens 0 of 1 values: "));
    assertTrue(key.get("where").asString().endsWith("keys/config.yaml"));
  }

  @Test
  void ofTwoKeysOfOneNameTheFileWithTheOneThatOpensIsNamed() throws IOException {
    writeUnder(ONE);
    backups.write("keys/wrong.yaml", Backups.config("aesgcm", "one", Backups.KEY_TWO));
    backups.write("keys/right.yaml", ONE);
    for (String[] order :
        new String[][] {
          {"keys/wrong.yaml", "keys/right.yaml"}, {"keys/right.yaml", "keys/wrong.yaml"}
        }) {
      Backups.Run run =
          backups.run("needs", "db.snapshot", "--config", order[0], "--config", order[1]);
      assertEquals(0, run.code());
      assertTrue(
          run.out()
              .contains(
                  "in keys/right.yaml: keys/wrong.yaml has a key of that name which does not open"
                      + " them\n"),
          run.out());
    }
    assertEquals(5, backups.run("needs", "db.snapshot", "--config", "keys/wrong.yaml").code());
  }

  @Test
  void aKeyThatOnlyOldRevisionsNeedDoesNotHinderARestore() throws IOException {
    writeUnder(ONE, TWO);
    backups.write("keys/config.yaml", TWO);
    Backups.Run run =
        backups.run("needs", "db.snapshot", "--config", "keys/config.yaml", "-o", "json");
    assertEquals(0, run.code());
    JsonNode json = ProgramRun.parse(run.out());
    assertTrue(json.get("restorable").asBoolean());
    assertEquals(1, json.get("requirements").get(0).get("superseded").asLong());
    assertEquals("missing", json.get("requirements").get(0).get("state").asString());
    assertEquals(0, json.get("next").size());
  }

  @Test
  void aFileThatWasChangedIsNotRestorableWhateverTheKeys() throws IOException {
    writeUnder(ONE);
    backups.write("keys/config.yaml", ONE);
    PageSurgeon surgeon = PageSurgeon.on(folder.resolve("db.snapshot"));
    Files.write(folder.resolve("flip.db"), surgeon.flipBit(surgeon.length() - 40, 0).bytes());
    Backups.Run run = backups.run("needs", "flip.db", "--config", "keys/config.yaml");
    assertEquals(4, run.code());
    assertEquals(
        """
        NOT RESTORABLE as it is: flip.db: the SHA-256 at its end is not that of the file: it was changed after it was saved, and etcd refuses it; 1 of 1 requirement in hand

        IN HAND  VALUES  LIVE  NEEDED
        yes           1     1  aesgcm key "one" (k8s:enc:aesgcm:v1:one:), in keys/config.yaml

        copy it again from where it was saved, and compare the two; if they are the same, restore another member's backup or an earlier one
        next: sha256sum flip.db
        next: snapseal check --values flip.db
        """,
        run.out());
    JsonNode json = ProgramRun.parse(backups.run("needs", "flip.db", "-o", "json").out());
    assertFalse(json.get("restorable").asBoolean());
    assertTrue(json.get("faults").get(0).get("what").asString().contains("SHA-256"));
    assertEquals(5, backups.run("needs", "flip.db").code());
  }

  @Test
  void aFileThatWasCutIsNotRestorable() throws IOException {
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), DB.toBytes()));
    byte[] whole = Files.readAllBytes(folder.resolve("db.snapshot"));
    for (int cut : new int[] {20, 32 + 1, 4096 + 32, whole.length / 2}) {
      Files.write(folder.resolve("cut.db"), Arrays.copyOf(whole, whole.length - cut));
      Backups.Run run = backups.run("needs", "cut.db", "-o", "json");
      assertEquals(4, run.code(), run.out());
      JsonNode json = ProgramRun.parse(run.out());
      assertFalse(json.get("restorable").asBoolean());
      assertEquals(1, json.get("faults").size());
      assertTrue(json.get("next").get(0).asString().startsWith("sha256sum "), run.out());
    }
  }

  @Test
  void aCopyOfADatabaseIsRestoredWithoutItsHash() throws IOException {
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), DB.toBytes()));
    byte[] whole = Files.readAllBytes(folder.resolve("db.snapshot"));
    Files.write(folder.resolve("db"), Arrays.copyOf(whole, whole.length - 32));
    Backups.Run run = backups.run("needs", "db");
    assertEquals(0, run.code());
    assertTrue(run.out().contains("etcdutl snapshot restore needs --skip-hash-check"), run.out());
    JsonNode json = ProgramRun.parse(backups.run("needs", "db", "-o", "json").out());
    assertTrue(json.get("restorable").asBoolean());
    assertEquals("--skip-hash-check", json.get("restoreOptions").get(0).asString());
  }

  @Test
  void keysBesideTheBackupAreFoundAndWarnedOf() throws IOException {
    writeUnder(ONE);
    backups.write("config.yaml", ONE);
    Backups.Run beside = backups.run("needs", "db.snapshot", "--config", "config.yaml");
    assertTrue(beside.out().contains("warning SS019 encryption-key-beside: "), beside.out());
    backups.write("keys/config.yaml", ONE);
    assertFalse(
        backups
            .run("needs", "db.snapshot", "--config", "keys/config.yaml")
            .out()
            .contains("SS019"));
  }

  @Test
  void keysInTheArchiveOfTheBackupAreInHandAndWarnedOf() throws IOException {
    writeUnder(ONE);
    try (OutputStream out = Files.newOutputStream(folder.resolve("x.bin"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("backup/snapshot"));
      zip.write(Files.readAllBytes(folder.resolve("db.snapshot")));
      zip.putNextEntry(new ZipEntry("backup/cluster.rkestate"));
      zip.write(ONE.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Backups.Run run = backups.run("needs", "x.bin", "-o", "json");
    assertEquals(0, run.code(), run.out());
    JsonNode json = ProgramRun.parse(run.out());
    assertTrue(
        json.get("requirements")
            .get(0)
            .get("where")
            .asString()
            .endsWith("x.bin!backup/cluster.rkestate"));
    assertEquals("SS019", json.get("beside").get(0).get("rule").asString());
  }

  @Test
  void aSealedFileNeedsWhatOpenedIt() throws IOException {
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), DB.toBytes()));
    backups.write("keys/phrase", "correct horse battery staple\n");
    String sealed = folder + "/x.bin";
    Backups.Run seal =
        backups.run("seal", "db.snapshot", "--passphrase-file", "keys/phrase", "--output", sealed);
    assertEquals(0, seal.code(), seal.err());
    assertEquals(5, backups.run("needs", "x.bin").code());
    Backups.Run run =
        backups.run("needs", "x.bin", "--passphrase-file", "keys/phrase", "-o", "json");
    assertEquals(0, run.code(), run.err());
    JsonNode identity = ProgramRun.parse(run.out()).get("requirements").get(0);
    assertEquals("identity", identity.get("kind").asString());
    assertTrue(identity.get("inHand").asBoolean());
    assertEquals(1, identity.get("values").asLong());
  }

  @Test
  void keysInABundleAreInHand() throws IOException {
    writeUnder(ONE);
    try (OutputStream out = Files.newOutputStream(folder.resolve("keys/x.bin"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("config"));
      zip.write(ONE.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertEquals(0, backups.run("needs", "db.snapshot", "--bundle", "keys/x.bin").code());
  }

  @Test
  void theTokenOfK3sIsARequirementOfItsOwn() throws IOException {
    String usual = "password of a full token";
    var etcd = Backups.etcd().put(DB.etcdKey(), Backups.sealed(BootstrapSamples.rotated(), DB));
    backups.write("db.snapshot", BootstrapSamples.put(etcd, usual));
    Backups.Run without = backups.run("needs", "db.snapshot");
    assertEquals(5, without.code());
    assertTrue(
        without
            .out()
            .endsWith(
                "next: snapseal needs db.snapshot --token-file"
                    + " /var/lib/rancher/k3s/server/token\n"),
        without.out());

    backups.write("keys/token", BootstrapSamples.token(usual));
    Backups.Run with =
        backups.run("needs", "db.snapshot", "--token-file", "keys/token", "-o", "json");
    assertEquals(0, with.code());
    JsonNode token = ProgramRun.parse(with.out()).get("requirements").get(0);
    assertEquals("bootstrap-token", token.get("kind").asString());
    assertEquals(1, token.get("values").asLong());
    assertEquals(0, ProgramRun.parse(with.out()).get("beside").size());

    backups.write("keys/token", BootstrapSamples.token("another token"));
    Backups.Run wrong =
        backups.run("needs", "db.snapshot", "--token-file", "keys/token", "-o", "json");
    assertEquals(5, wrong.code());
    assertEquals(
        "wrong", ProgramRun.parse(wrong.out()).get("requirements").get(0).get("state").asString());

    backups.write("token", BootstrapSamples.token(usual));
    Backups.Run beside = backups.run("needs", "db.snapshot", "--token-file", "token");
    assertTrue(
        beside.out().contains("the token that opens the bootstrap record lies with the"),
        beside.out());
  }

  @Test
  void thePluginsOfARealClusterAreAskedAndTheirKeysNamed() throws IOException {
    Cluster cluster = TestData.cluster("etcd-3.6");
    ProgramRun without =
        ProgramRun.of("needs", cluster.finalDb(), "--config", cluster.config(), "-o", "json");
    assertEquals(5, without.code());
    JsonNode untried = requirement(without, "kms-plugin");
    assertEquals("not-tried", untried.get("state").asString());
    assertTrue(
        untried.get("detail").asString().startsWith("not tried: no plugin at /tmp/"), without::out);
    assertEquals("not-tried", requirement(without, "kms-key").get("state").asString());
    try (ClusterPlugins plugins = ClusterPlugins.start(cluster)) {
      ProgramRun run =
          ProgramRun.of(
              "needs",
              cluster.finalDb(),
              "-o",
              "json",
              "--config",
              cluster.config(),
              "--kms",
              plugins.first(),
              "--kms",
              plugins.second());
      assertEquals(0, run.code(), run.out());
      assertTrue(run.json().get("restorable").asBoolean());
      JsonNode key = requirement(run, "kms-key");
      assertEquals("kek-b", key.get("kmsKeyId").asString());
      assertTrue(key.get("inHand").asBoolean());
      assertTrue(key.get("live").asLong() > 0);
    }
  }

  @Test
  void whatBringsAllPluginsIsOneCommand() throws IOException {
    Cluster cluster = TestData.cluster("etcd-3.6");
    JsonNode without = ProgramRun.of("needs", cluster.finalDb(), "-o", "json").json().get("next");
    assertEquals(1, without.size());
    assertTrue(without.get(0).asString().endsWith(" --config encryption-config.yaml"));
    ProgramRun run =
        ProgramRun.of(
            "needs",
            cluster.finalDb(),
            "-o",
            "json",
            "--config",
            cluster.config(),
            "--kms",
            "plug2=unix:///tmp/nowhere.sock");
    JsonNode next = run.json().get("next");
    assertEquals(1, next.size());
    assertTrue(
        next.get(0)
            .asString()
            .matches(
                ".*encryption-config.json --kms plug1=unix:///tmp/[a-z0-9-]+.sock"
                    + " --kms plug2=unix:///tmp/nowhere.sock"),
        run::out);
  }

  private static JsonNode requirement(ProgramRun run, String kind) {
    for (JsonNode requirement : run.json().get("requirements")) {
      if (requirement.get("kind").asString().equals(kind)) {
        return requirement;
      }
    }
    throw new AssertionError("no " + kind + " in " + run.out());
  }
}
