package dev.snapseal.tools.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Keys in the files in which distributions keep them, whatever the files are called.
class KeyPlacesTest {
  private static final String OPENSHIFT = "encryption.apiserver.operator.openshift.io";
  private static final StoredObject DB = Backups.secret("prod", "db");

  @TempDir Path folder;
  private Backups backups;

  @BeforeEach
  void makeAFolder() {
    backups = new Backups(folder);
  }

  private static String json(String provider, String keyName, String key) {
    return """
    {"kind":"EncryptionConfiguration","apiVersion":"apiserver.config.k8s.io/v1","resources":[\
    {"resources":["secrets"],"providers":[{"%s":{"keys":[{"name":"%s","secret":"%s"}]}},\
    {"identity":{}}]}]}\
    """
        .formatted(provider, keyName, key);
  }

  private void writeBackup(String provider, String keyName, String key) throws IOException {
    String config = json(provider, keyName, key);
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), Backups.sealed(config, DB)));
  }

  private void assertOpens(String file) {
    Backups.Run run = backups.run("keys", "db.snapshot", "--config", file);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().startsWith("1 key: every live value opens"), run.out());
  }

  @Test
  void theFileOfK3sIsTakenAsItIs() throws IOException {
    writeBackup("aescbc", "aescbckey", Backups.KEY_ONE);
    backups.write("x.bin", json("aescbc", "aescbckey", Backups.KEY_ONE));
    assertOpens("x.bin");
  }

  @Test
  void aMachineConfigurationOfTalosIsTaken() throws IOException {
    writeBackup("secretbox", "key2", Backups.KEY_ONE);
    backups.write(
        "x.bin",
        "version: v1alpha1\ncluster:\n  secretboxEncryptionSecret: " + Backups.KEY_ONE + "\n");
    assertOpens("x.bin");
  }

  @Test
  void aSecretsBundleOfTalosIsTaken() throws IOException {
    writeBackup("aescbc", "key1", Backups.KEY_ONE);
    backups.write("x.bin", "secrets:\n    aescbcencryptionsecret: " + Backups.KEY_ONE + "\n");
    assertOpens("x.bin");
  }

  @Test
  void aConfigurationOfTheOlderKindOpensBothProviders() throws IOException {
    String config =
        """
        kind: EncryptionConfig
        apiVersion: v1
        resources:
        - resources: [secrets]
          providers:
          - secretbox: {keys: [{name: key2, secret: %s}]}
          - aescbc: {keys: [{name: key1, secret: %s}]}
          - identity: {}
        """
            .formatted(Backups.KEY_ONE, Backups.KEY_TWO);
    StoredObject web = Backups.secret("prod", "web");
    backups.write(
        "db.snapshot",
        Backups.etcd()
            .put(DB.etcdKey(), Backups.sealed(json("secretbox", "key2", Backups.KEY_ONE), DB))
            .put(web.etcdKey(), Backups.sealed(json("aescbc", "key1", Backups.KEY_TWO), web)));
    backups.write("x.bin", config);
    Backups.Run run = backups.run("keys", "db.snapshot", "--config", "x.bin");
    assertTrue(run.out().startsWith("2 keys: every live value opens"), run.out());
  }

  @Test
  void aClusterStateOfRkeIsTaken() throws IOException {
    writeBackup("aescbc", "k-fw5hn", Backups.KEY_ONE);
    String config = json("aescbc", "k-fw5hn", Backups.KEY_ONE);
    backups.write("x.bin", rkestate(config));
    assertOpens("x.bin");
  }

  private static String rkestate(String config) {
    return "{\"desiredState\":{\"encryptionConfig\":\""
        + config.replace("\"", "\\\"")
        + "\",\"certificatesBundle\":{}},\"currentState\":{}}";
  }

  @Test
  void theStateThatRkeKeepsInTheClusterIsFoundInTheBackupItself() throws IOException {
    String config = json("aescbc", "k-fw5hn", Backups.KEY_ONE);
    StoredObject state =
        StoredObject.configMap("kube-system", "full-cluster-state")
            .data("full-cluster-state", rkestate(config));
    backups.write(
        "db.snapshot",
        Backups.etcd()
            .put(state.etcdKey(), state.toBytes())
            .put(DB.etcdKey(), Backups.sealed(config, DB)));
    Backups.Run run = backups.run("needs", "db.snapshot");
    assertEquals(0, run.code(), run.out());
    assertTrue(run.out().contains("warning SS019 encryption-key-beside"), run.out());
    assertOpens("db.snapshot");
  }

  @Test
  void staticPodResourcesOfOpenShiftAreSearchedByContent() throws IOException {
    writeBackup("aescbc", "12", Backups.KEY_ONE);
    writeTar(
        "x.bin",
        "static-pod-resources/kube-apiserver-pod-9/secrets/encryption-config/encryption-config",
        json("aescbc", "2", Backups.KEY_TWO),
        "static-pod-resources/kube-apiserver-pod-10/secrets/encryption-config/encryption-config",
        json("aescbc", "12", Backups.KEY_ONE),
        "static-pod-resources/kube-apiserver-pod-10/configmaps/config/config.yaml",
        "{\"kind\":\"KubeAPIServerConfig\"}");
    assertOpens("x.bin");
    Backups.Run audit = backups.run("audit", "db.snapshot", "--config", "x.bin", "-o", "json");
    assertEquals(0, ProgramRun.parse(audit.out()).get("summary").get("stale").asLong());
  }

  @Test
  void theKeyThatOnlyCarriesANameIsNeverListed() throws IOException {
    backups.write("db.snapshot", Backups.etcd().put(DB.etcdKey(), DB.toBytes()));
    backups.write(
        "x.bin",
        json("aesgcm", "3", "AAAAAAAAAAAAAAAAAAAAAA==")
            .replaceFirst("(\\{\"aesgcm\".*?]}}),(\\{\"identity\":\\{}})", "$2,$1"));
    Backups.Run run = backups.run("keys", "db.snapshot", "--config", "x.bin", "-o", "json");
    assertEquals(0, run.code(), run.err());
    assertEquals(0, ProgramRun.parse(run.out()).get("unusedInConfig").size());
  }

  /// kube-apiserver's key opens the Secret with the key of another API server.
  @Test
  void theKeysOfOpenShiftsOtherServersAreOpenedInTheStore() throws IOException {
    String kube = json("aescbc", "4", Backups.KEY_ONE);
    String other = json("secretbox", "7", Backups.KEY_TWO);
    StoredObject key =
        StoredObject.secret("openshift-config-managed", "encryption-key-openshift-apiserver-7")
            .annotation(OPENSHIFT + "/mode", "secretbox")
            .data(OPENSHIFT + "-key", Base64.getDecoder().decode(Backups.KEY_TWO));
    EtcdBuilder etcd =
        Backups.etcd()
            .put(inOpenShift(key), Backups.sealed(kube, key))
            .put(inOpenShift(DB), Backups.sealed(other, DB));
    backups.write("db.snapshot", etcd);
    backups.write("config.json", kube);
    Backups.Run run = backups.run("keys", "db.snapshot", "--config", "config.json");
    assertTrue(run.out().startsWith("2 keys: every live value opens"), run.out());
    Backups.Run needs =
        backups.run("needs", "db.snapshot", "--config", "config.json", "-o", "json");
    assertEquals(1, ProgramRun.parse(needs.out()).get("beside").size());
    JsonNode found = ProgramRun.parse(needs.out()).get("requirements").get(1);
    assertEquals("7", found.get("keyName").asString());
    assertTrue(
        found
            .get("where")
            .asString()
            .contains("openshift-config-managed/encryption-key-openshift-apiserver-7"));
  }

  private static String inOpenShift(StoredObject object) {
    return object.etcdKey().replaceFirst("^/registry", "/kubernetes.io");
  }

  @Test
  void aKeyInTheArchiveOfTheBackupIsAFindingOfTheAudit() throws IOException {
    writeBackup("aescbc", "one", Backups.KEY_ONE);
    byte[] db = Files.readAllBytes(folder.resolve("db.snapshot"));
    byte[] config = json("aescbc", "one", Backups.KEY_ONE).getBytes(UTF_8);
    writeZip("both.bin", db, config);
    Backups.Run both = backups.run("audit", "both.bin");
    assertEquals(1, both.code());
    assertTrue(both.out().contains("error SS019 encryption-key-beside: 1 finding"), both.out());
    assertTrue(both.out().contains("both.bin!member-1"), both.out());
    writeZip("alone.bin", db);
    assertFalse(backups.run("audit", "alone.bin").out().contains("SS019"));
    byte[] noKeys =
        "{\"kind\":\"EncryptionConfiguration\",\"apiVersion\":\"apiserver.config.k8s.io/v1\"}"
            .getBytes(UTF_8);
    writeZip("empty.bin", db, noKeys);
    assertFalse(backups.run("audit", "empty.bin").out().contains("SS019"));
  }

  @Test
  void aKeyBesideTheBackupIsFoundWhateverItIsKeptIn() throws IOException {
    writeBackup("aescbc", "key1", Backups.KEY_ONE);
    String config = json("aescbc", "key1", Backups.KEY_ONE);
    backups.write("plain.json", config);
    backups.write("cluster.rkestate", rkestate(config));
    backups.write(
        "controlplane.yaml",
        "version: v1alpha1\ncluster:\n  aescbcEncryptionSecret: " + Backups.KEY_ONE + "\n");
    writeTar("static.tar.gz", "static-pod-resources/x/encryption-config", config);
    for (String keys :
        new String[] {"plain.json", "cluster.rkestate", "controlplane.yaml", "static.tar.gz"}) {
      Backups.Run needs = backups.run("needs", "db.snapshot", "--config", keys);
      assertTrue(needs.out().contains("SS019"), keys + needs.out());
      assertTrue(needs.out().contains(keys), keys + needs.out());
      Backups.Run audit = backups.run("audit", "db.snapshot", "--config", keys);
      assertTrue(audit.out().contains("note SS019"), keys + audit.out());
    }
  }

  @Test
  void aKeyThatOpensNothingIsNotBesideIt() throws IOException {
    writeBackup("aescbc", "key1", Backups.KEY_ONE);
    backups.write("wrong.json", json("aescbc", "key1", Backups.KEY_TWO));
    Backups.Run needs = backups.run("needs", "db.snapshot", "--config", "wrong.json");
    assertEquals(5, needs.code());
    assertFalse(needs.out().contains("SS019"), needs.out());
  }

  /// kube-apiserver has no rule for OAuth's tokens: another server writes them.
  @Test
  void whatOpenShiftsOtherServersWriteIsRewrittenUnderTheirRules() throws IOException {
    String kube = json("aescbc", "4", Backups.KEY_ONE);
    String other = json("aescbc", "7", Backups.KEY_TWO);
    StoredObject key =
        StoredObject.secret("openshift-config-managed", "encryption-key-openshift-apiserver-7")
            .annotation(OPENSHIFT + "/mode", "aescbc")
            .data(OPENSHIFT + "-key", Base64.getDecoder().decode(Backups.KEY_TWO));
    StoredObject token = StoredObject.configMap("x", "t0").data("a", "b");
    byte[] sealed = Backups.sealed(other, "/openshift.io/oauth/accesstokens/t0", token);
    backups.write(
        "db.snapshot",
        Backups.etcd()
            .put(inOpenShift(key), Backups.sealed(kube, inOpenShift(key), key))
            .put("/openshift.io/oauth/accesstokens/t0", sealed));
    backups.write("config.json", kube);
    Backups.Run run =
        backups.run(
            "encrypt",
            "db.snapshot",
            "--config",
            "config.json",
            "--output",
            folder.resolve("new.db").toString());
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("2 of them are right already"), run.out());
  }

  private void writeZip(String name, byte[]... members) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < members.length; i++) {
        zip.putNextEntry(new ZipEntry("member-" + i));
        zip.write(members[i]);
      }
    }
  }

  @Test
  void anArchiveWithoutKeysIsWrongUsage() throws IOException {
    writeBackup("aescbc", "1", Backups.KEY_ONE);
    writeTar("x.bin", "a", "nothing", "b", "{\"kind\":\"Pod\"}");
    Backups.Run run = backups.run("keys", "db.snapshot", "--config", "x.bin");
    assertEquals(2, run.code());
    assertTrue(run.err().startsWith("error: [x.bin] no encryption key inside"), run.err());
  }

  @Test
  void aConfigurationInAnArchiveThatNoServerTakesIsNamed() throws IOException {
    writeBackup("aescbc", "1", Backups.KEY_ONE);
    writeTar("x.bin", "config", json("aescbc", "1", "c2hvcnQ="));
    Backups.Run run = backups.run("keys", "db.snapshot", "--config", "x.bin");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("32"), run.err());
  }

  private void writeTar(String name, String... namesAndTexts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        byte[] content = namesAndTexts[i + 1].getBytes(UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(namesAndTexts[i]);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    Files.write(folder.resolve(name), out.toByteArray());
  }
}
