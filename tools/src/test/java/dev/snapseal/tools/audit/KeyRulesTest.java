package dev.snapseal.tools.audit;

import static dev.snapseal.tools.audit.Planted.all;
import static dev.snapseal.tools.audit.Planted.audit;
import static dev.snapseal.tools.audit.Planted.config;
import static dev.snapseal.tools.audit.Planted.etcd;
import static dev.snapseal.tools.audit.Planted.key;
import static dev.snapseal.tools.audit.Planted.keyOf;
import static dev.snapseal.tools.audit.Planted.only;
import static dev.snapseal.tools.audit.Planted.provider;
import static dev.snapseal.tools.audit.Planted.rules;
import static dev.snapseal.tools.audit.Planted.sealed;
import static dev.snapseal.tools.audit.Planted.secret;
import static dev.snapseal.tools.audit.Planted.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SS004 to SS007, SS009 and SS012: what is wrong with keys.
final class KeyRulesTest {
  private static final StoredObject DB = secret("db");
  private static final String A = key("a", 1);
  private static final String B = key("b", 2);

  /// Printed as a sample in Kubernetes' own documentation.
  private static final String SAMPLE = "c2VjcmV0IGlzIHNlY3VyZQ==";

  @TempDir private Path folder;

  @Test
  void aValueUnderTheSecondKeyIsStale() {
    ProgramRun run =
        audit(
            folder,
            stored(config(provider("aesgcm", B))).snapshot(),
            config(provider("aesgcm", A, B)));
    assertEquals(Set.of("SS004"), rules(run));
    assertEquals(
        "the configuration writes with k8s:enc:aesgcm:v1:a:",
        only(run, "SS004").get("message").asString());
    assertEquals(1, run.code());
    assertEquals("unreadable", verdict(run));
    assertEquals(1, run.json().get("summary").get("stale").asInt());
  }

  @Test
  void aValueUnderTheFirstKeyIsNotStale() {
    ProgramRun run =
        audit(
            folder,
            stored(config(provider("aesgcm", B))).snapshot(),
            config(provider("aesgcm", B, A)));
    assertEquals(Set.of(), rules(run));
  }

  @Test
  void aValueOfAnotherProviderThanTheFirstIsStale() {
    ProgramRun run =
        audit(
            folder,
            stored(config(provider("secretbox", A))).snapshot(),
            config(provider("aesgcm", A), provider("secretbox", A)));
    assertEquals(Set.of("SS004"), rules(run));
  }

  @Test
  void aValueThatIsToBecomePlainIsStale() {
    ProgramRun run =
        audit(
            folder,
            stored(config(provider("aesgcm", A))).snapshot(),
            config("{\"identity\":{}}", provider("aesgcm", A)));
    assertEquals(
        "the configuration would write this resource without encryption",
        only(run, "SS004").get("message").asString());
  }

  @Test
  void aStaleKeyInHistoryIsOnlyANote() {
    String old = config(provider("aesgcm", B));
    String now = config(provider("aesgcm", A, B));
    ProgramRun run = audit(folder, stored(old).put(DB.etcdKey(), sealed(now, DB)).snapshot(), now);
    assertEquals("note", only(run, "SS004").get("severity").asString());
    assertEquals(0, run.code());
  }

  @Test
  void withoutDecryptionStaleKeysAreTakenFromThePrefix() {
    ProgramRun run =
        audit(
            folder,
            stored(config(provider("aesgcm", B))).snapshot(),
            config(provider("aesgcm", A, B)),
            "--no-decrypt");
    assertEquals(Set.of("SS004"), rules(run));
    assertFalse(run.json().get("decrypted").asBoolean());
  }

  @ParameterizedTest
  @ValueSource(strings = {"aescbc", "aesgcm", "secretbox"})
  void aValueThatTheKeyOfItsNameDoesNotOpenIsFound(String provider) {
    ProgramRun run =
        audit(
            folder,
            stored(config(provider(provider, key("a", 99)))).snapshot(),
            config(provider(provider, A)));
    assertTrue(rules(run).contains("SS005"));
    assertEquals("a", only(run, "SS005").get("keyName").asString());
    assertEquals(1, run.json().get("summary").get("undecryptable").asInt());
    assertEquals(1, run.json().get("summary").get("lackingKey").asInt());
    assertEquals(5, run.code());
  }

  @Test
  void theRightKeyOfThatNameInAnotherConfigurationOpensIt() {
    ProgramRun run =
        audit(
            folder,
            stored(config(provider("aesgcm", key("a", 99)))).snapshot(),
            config(provider("aesgcm", A)),
            config(provider("aesgcm", key("a", 99))));
    assertEquals(Set.of("SS004"), rules(run));
    assertEquals(0, run.json().get("summary").get("undecryptable").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-decrypt", "--quiet"})
  void aKeyThatTheConfigurationLacksIsNamed(String option) {
    ProgramRun run =
        audit(
            folder,
            stored(config(provider("aesgcm", B))).snapshot(),
            config(provider("aesgcm", A)),
            option);
    assertEquals(Set.of("SS006"), rules(run));
    assertEquals(
        "no configured key has the prefix k8s:enc:aesgcm:v1:b:",
        only(run, "SS006").get("message").asString());
    assertEquals(1, run.json().get("summary").get("lackingKey").asInt());
    assertEquals(5, run.code());
  }

  @Test
  void aSupersededValueWithoutItsKeyIsOneTooMany() {
    String now = config(provider("aesgcm", A));
    byte[] file =
        stored(config(provider("aesgcm", B))).put(DB.etcdKey(), sealed(now, DB)).snapshot().bytes();
    assertEquals(5, audit(folder, file, now).code());
    assertEquals(0, audit(folder, file, now, "--scope", "live").code());
    assertEquals(0, audit(folder, file).code());
  }

  /// Nothing that is needed lies on a free page.
  @Test
  void aFreeValueWithoutItsKeyIsOnlyAFinding() {
    byte[] gone = Planted.record(DB.etcdKey(), 9, sealed(config(provider("aesgcm", B)), DB));
    String now = config(provider("aesgcm", A));
    ProgramRun run = audit(folder, Planted.withFreeBytes(stored(now), gone), now);
    assertEquals(Set.of("SS006"), rules(run));
    assertEquals(0, run.json().get("summary").get("lackingKey").asInt());
    assertEquals(1, run.code());
  }

  @Test
  void aValueThatNoKeyCouldOpenDoesNotLackOne() {
    byte[] tooShort = "k8s:enc:aesgcm:v1:a:x".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ProgramRun run =
        audit(folder, etcd().put(DB.etcdKey(), tooShort).snapshot(), config(provider("aesgcm", A)));
    assertEquals(Set.of("SS005"), rules(run));
    assertEquals(1, run.code());
  }

  @Test
  void whatABaselineHidesStillLacksItsKey() {
    byte[] file = stored(config(provider("aesgcm", B))).snapshot().bytes();
    String now = config(provider("aesgcm", A));
    Path old =
        Planted.write(
            folder.resolve("old.json"),
            audit(folder, file, now).out().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    ProgramRun run = audit(folder, file, now, "--baseline", old);
    assertEquals(Set.of(), rules(run));
    assertEquals(5, run.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"aescbc", "aesgcm"})
  void aKeyOutOfTheDocumentationMakesValuesReadable(String provider) {
    String sample = config(provider(provider, keyOf("key1", SAMPLE)));
    byte[] file = stored(sample).snapshot().bytes();
    for (ProgramRun run : new ProgramRun[] {audit(folder, file), audit(folder, file, sample)}) {
      assertEquals("readable", verdict(run));
      assertEquals("key1", only(run, "SS007").get("keyName").asString());
      assertTrue(only(run, "SS007").get("message").asString().contains("kubernetes.io"));
      assertFalse(run.out().contains(SAMPLE));
      assertEquals(1, run.code());
    }
  }

  @Test
  void anotherKeyOfTheSameNameIsNotPublished() {
    ProgramRun run = audit(folder, stored(config(provider("aesgcm", key("key1", 5)))).snapshot());
    assertEquals(Set.of(), rules(run));
    assertEquals("unreadable", verdict(run));
  }

  @Test
  void oneValueUnderAPublishedKeyAmongManyOfItsNameIsFound() {
    String own = config(provider("aesgcm", key("key1", 5)));
    String sample = config(provider("aesgcm", keyOf("key1", SAMPLE)));
    EtcdBuilder etcd = etcd();
    for (int i = 0; i < 100; i++) {
      StoredObject object = secret("s" + i);
      etcd.put(object.etcdKey(), sealed(own, object));
    }
    byte[] file = etcd.put(DB.etcdKey(), sealed(sample, DB)).snapshot().bytes();
    for (ProgramRun run :
        new ProgramRun[] {audit(folder, file), audit(folder, file, own, sample)}) {
      assertEquals("readable", verdict(run));
      assertTrue(rules(run).contains("SS007"));
    }
  }

  @Test
  void moreThanTwoHundredThousandValuesUnderOneAesgcmKeyAreTooMany() {
    assertEquals(1, findingsFor(new EncryptionPrefix(Provider.AESGCM, "a"), 200_001));
  }

  @Test
  void twoHundredThousandAreNot() {
    assertEquals(0, findingsFor(new EncryptionPrefix(Provider.AESGCM, "a"), 200_000));
    assertEquals(0, findingsFor(new EncryptionPrefix(Provider.SECRETBOX, "a"), 200_001));
  }

  @Test
  void aescbcIsNotedOnceForEachKey() {
    String first = config(provider("aescbc", A));
    StoredObject other = secret("other");
    ProgramRun run =
        audit(folder, stored(first).put(other.etcdKey(), sealed(first, other)).snapshot());
    assertEquals(Set.of("SS012"), rules(run));
    assertEquals("note", only(run, "SS012").get("severity").asString());
    assertTrue(only(run, "SS012").get("message").asString().startsWith("2 values"));
    assertEquals(0, run.code());
  }

  @Test
  void authenticatedProvidersAreNotNoted() {
    ProgramRun run = audit(folder, stored(config(provider("secretbox", A))).snapshot());
    assertEquals(0, all(run, "SS012").size());
  }

  private static EtcdBuilder stored(String config) {
    return etcd().put(DB.etcdKey(), sealed(config, DB));
  }

  private static int findingsFor(EncryptionPrefix prefix, int values) {
    AuditTotals totals = new AuditTotals();
    GroupResource secrets = new GroupResource("", "secrets");
    for (int i = 0; i < values; i++) {
      totals.tally().add(secrets, prefix, i % 2 == 0 ? Scope.LIVE : Scope.FREE, 1);
    }
    FindingCollector findings = new FindingCollector(Set.of());
    KeyFindings.add(totals, "db", findings);
    return findings.findings().size();
  }
}
