package dev.snapseal.tools.audit;

import static dev.snapseal.tools.audit.Planted.audit;
import static dev.snapseal.tools.audit.Planted.config;
import static dev.snapseal.tools.audit.Planted.configFor;
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
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.etcd.KeyValueMessage;
import dev.snapseal.testdata.etcd.RevisionKey;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// SS001 and SS002: plaintext in the store.
final class PlaintextRulesTest {
  private static final String GCM = config(provider("aesgcm", key("g1", 1)));
  private static final StoredObject DB = secret("db");

  @TempDir private Path folder;

  @Test
  void aLivePlaintextSecretIsFoundWithItsName() {
    ProgramRun run = audit(folder, etcd().put(DB.etcdKey(), DB.toBytes()).snapshot());
    JsonNode finding = only(run, "SS001");
    assertEquals(1, run.code());
    assertEquals("readable", verdict(run));
    assertEquals("/registry/secrets/prod/db", finding.get("key").asString());
    assertEquals("prod", finding.get("namespace").asString());
    assertEquals("db", finding.get("objectName").asString());
    assertEquals("live", finding.get("scope").asString());
    assertEquals("identity", finding.get("provider").asString());
    assertTrue(finding.get("keyName").isNull());
    assertEquals(2, finding.get("revision").asInt());
  }

  @Test
  void anEncryptedSecretIsNone() {
    ProgramRun run = audit(folder, etcd().put(DB.etcdKey(), sealed(GCM, DB)).snapshot());
    assertEquals(Set.of(), rules(run));
    assertEquals(0, run.code());
    assertEquals("unreadable", verdict(run));
  }

  @Test
  void aSupersededPlaintextSecretIsFoundBehindAnEncryptedOne() {
    ProgramRun run =
        audit(
            folder,
            etcd().put(DB.etcdKey(), DB.toBytes()).put(DB.etcdKey(), sealed(GCM, DB)).snapshot());
    assertEquals(Set.of("SS002"), rules(run));
    assertEquals("superseded", only(run, "SS002").get("scope").asString());
    assertEquals("readable", verdict(run));
  }

  @Test
  void aDeletedPlaintextSecretIsSuperseded() {
    ProgramRun run =
        audit(folder, etcd().put(DB.etcdKey(), DB.toBytes()).delete(DB.etcdKey()).snapshot());
    assertEquals(Set.of("SS002"), rules(run));
  }

  @Test
  void aCompactedPlaintextSecretLeavesNothing() {
    ProgramRun run =
        audit(
            folder,
            etcd()
                .put(DB.etcdKey(), DB.toBytes())
                .put(DB.etcdKey(), sealed(GCM, DB))
                .compact(3)
                .snapshot());
    assertEquals(Set.of(), rules(run));
    assertEquals("unreadable", verdict(run));
  }

  @Test
  void aPlaintextConfigMapIsNoneUnlessThePolicyAsksForIt() {
    StoredObject map = StoredObject.configMap("prod", "settings").data("a", "b");
    byte[] file =
        etcd()
            .put(map.etcdKey(), map.toBytes())
            .put(DB.etcdKey(), sealed(GCM, DB))
            .snapshot()
            .bytes();
    assertEquals("unreadable", verdict(audit(folder, file)));
    ProgramRun asked = audit(folder, file, "--policy", "secrets,configmaps");
    assertEquals("readable", verdict(asked));
    assertEquals("configmaps", only(asked, "SS001").get("resource").asString());
  }

  @Test
  void aConfigurationAsksForWhatItEncrypts() {
    StoredObject map = StoredObject.configMap("prod", "settings").data("a", "b");
    byte[] file = etcd().put(map.etcdKey(), map.toBytes()).snapshot().bytes();
    String both = configFor("secrets,configmaps", provider("aesgcm", key("g1", 1)));
    assertEquals(Set.of("SS001"), rules(audit(folder, file, both)));
    assertEquals(Set.of(), rules(audit(folder, file, GCM)));
  }

  @Test
  void aWildcardAsksForAllButWhatAnotherRuleLeavesPlain() {
    StoredObject map = StoredObject.configMap("prod", "settings").data("a", "b");
    byte[] file = etcd().put(map.etcdKey(), map.toBytes()).snapshot().bytes();
    String exempt =
        """
        {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration","resources":[
         {"resources":["configmaps"],"providers":[{"identity":{}}]},
         {"resources":["*.*"],"providers":[%s]}]}\
        """
            .formatted(provider("aesgcm", key("g1", 1)));
    String all = configFor("*.*", provider("aesgcm", key("g1", 1)));
    assertEquals(Set.of("SS001"), rules(audit(folder, file, all)));
    assertEquals(Set.of(), rules(audit(folder, file, exempt)));
  }

  @Test
  void aSecretUnderAKeyThatNamesNoResourceIsStillASecret() {
    ProgramRun run = audit(folder, etcd().put("vault/anything", DB.toBytes()).snapshot());
    assertEquals(Set.of("SS001"), rules(run));
    assertEquals("readable", verdict(run));
  }

  @Test
  void otherValuesUnderSuchAKeyAreNone() {
    ProgramRun run =
        audit(
            folder,
            etcd()
                .put("vault/anything", "Secret text")
                .put("compact_rev_key", "17")
                .put(DB.etcdKey(), sealed(GCM, DB))
                .snapshot(),
            "--policy",
            "*.*");
    assertEquals(Set.of(), rules(run));
  }

  @Test
  void withoutAnySecretNothingIsPromised() {
    ProgramRun run = audit(folder, etcd().put("compact_rev_key", "17").snapshot());
    assertEquals("undetermined", verdict(run));
    assertEquals(3, run.code());
  }

  @Test
  void theLogBesideADatabaseKeepsADirectoryFromBeingCalledUnreadable() throws IOException {
    Path member = Files.createDirectories(folder.resolve("data/member"));
    Path snap = Files.createDirectories(member.resolve("snap"));
    byte[] encrypted = sealed(config(provider("aesgcm", key("a", 1))), DB);
    Planted.write(snap.resolve("db"), etcd().put(DB.etcdKey(), encrypted).snapshot().bytes());
    assertEquals(
        "unreadable", verdict(ProgramRun.of("audit", "-o", "json", folder.resolve("data"))));
    Files.createDirectories(member.resolve("wal"));
    Files.write(member.resolve("wal/0000000000000000-0000000000000000.wal"), new byte[64]);
    ProgramRun run = ProgramRun.of("audit", "-o", "json", folder.resolve("data"));
    assertEquals("undetermined", verdict(run));
    assertEquals(3, run.code());
  }

  @Test
  void namesWithControlCharactersDoNotReachATerminal() {
    String evil = "/registry/secrets/prod/a\u001b[2J\u202eb";
    byte[] file = etcd().put(evil, DB.toBytes()).snapshot().bytes();
    Path path = Planted.write(folder.resolve("evil.db"), file);
    ProgramRun text = ProgramRun.of("audit", path);
    assertTrue(text.out().contains("/registry/secrets/prod/a?[2J?b"), text.out());
    assertEquals(-1, text.out().indexOf('\u001b'));
    assertEquals(evil, only(audit(folder, file), "SS001").get("key").asString());
  }

  @Test
  void aKeyThatIsNotUtf8IsShownByItsBytes() {
    byte[] key = "/registry/secrets/prod/?".getBytes(UTF_8);
    key[key.length - 1] = (byte) 0xFF;
    byte[] message = new KeyValueMessage(key, 9, 9, 1, DB.toBytes(), 0).toBytes();
    ProgramRun run = audit(folder, etcd().record(RevisionKey.put(9, 0), message).snapshot());
    assertEquals("/registry/secrets/prod/\\xFF", only(run, "SS001").get("key").asString());
  }
}
