package dev.snapseal.tools.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ClusterPlugins;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `audit` of backups that a real API server filled, against what that server said of them.
@ParameterizedClass
@ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
final class RealClustersTest {
  private final Cluster cluster;
  private final JsonNode truth;

  RealClustersTest(String name) {
    this.cluster = TestData.cluster(name);
    this.truth = ProgramRun.parse(cluster.truth());
  }

  @Test
  void liveCountsPerResourceAndPrefixAreThoseOfTheServer() throws IOException {
    assertEquals(expectedLive(), liveByState(auditWithKeys(cluster.finalDb()).json()));
  }

  @Test
  void withoutKeysTheCountsAreTheSame() throws IOException {
    JsonNode classified = ProgramRun.of("audit", "-o", "json", cluster.finalDb()).json();
    JsonNode opened = auditWithKeys(cluster.finalDb()).json();
    assertEquals(opened.get("byState"), classified.get("byState"));
    assertFalse(classified.get("decrypted").asBoolean());
    assertEquals(0, classified.get("summary").get("undecryptable").asInt());
  }

  @Test
  void everyEncryptedValueOpens() throws IOException {
    ProgramRun run = auditWithKeys(cluster.finalDb());
    assertEquals(1, run.code());
    assertEquals("", run.err());
    JsonNode report = run.json();
    assertTrue(report.get("decrypted").asBoolean());
    assertEquals("readable", report.get("verdict").asString());
    JsonNode summary = report.get("summary");
    assertEquals(0, summary.get("undecryptable").asInt());
    assertEquals(0, summary.get("malformed").asInt());
    assertEquals(
        summary.get("values").asLong(),
        summary.get("encrypted").asLong() + summary.get("plaintext").asLong());
    for (String rule : new String[] {"SS005", "SS006", "SS007", "SS008", "SS010", "SS011"}) {
      assertFalse(report.get("findingCounts").has(rule), rule);
    }
  }

  @Test
  void withoutItsPluginsTheClustersKeysAreMissing() {
    ProgramRun run =
        ProgramRun.of("audit", "-o", "json", "--config", cluster.config(), cluster.finalDb());
    assertEquals(5, run.code());
    assertEquals("readable", run.json().get("verdict").asString());
    assertTrue(run.json().get("findingCounts").get("SS005").asLong() > 0);
    assertEquals(5, ProgramRun.of("check", "--config", cluster.config(), cluster.finalDb()).code());
    assertEquals(5, ProgramRun.of("keys", "--config", cluster.config(), cluster.finalDb()).code());
  }

  @Test
  void theSummarySaysThatPluginsAreOutOfReach() {
    ProgramRun run = ProgramRun.of("audit", "--config", cluster.config(), cluster.finalDb());
    String summary = run.out().substring(0, run.out().indexOf("\nRESOURCE "));
    assertTrue(
        Pattern.compile(
                "^keys +([0-9,]+) values without a key; the KMS plugin of \\1 is out of reach",
                Pattern.MULTILINE)
            .matcher(summary)
            .find(),
        summary);
  }

  @Test
  void everyLiveFindingStandsAtThePlaceOfItsValue() throws IOException {
    byte[] file = Files.readAllBytes(cluster.finalDb());
    Map<String, JsonNode> live =
        stream(truth.get("live"))
            .collect(Collectors.toMap(row -> row.get("key").asString(), row -> row));
    int checked = 0;
    for (JsonNode finding : auditWithKeys(cluster.finalDb()).json().get("findings")) {
      if (finding.get("scope").asString("").equals("live")) {
        JsonNode row = live.get(finding.get("key").asString());
        assertEquals(row.get("mod").asLong(), finding.get("revision").asLong());
        StoredBytes.assertValueAt(
            file, finding.get("offset").asInt(), row.get("sha256").asString());
        StoredBytes.assertOnPage(file, finding.get("offset").asInt(), finding.get("page").asInt());
        checked++;
      }
    }
    assertTrue(checked > 150, checked + " live findings");
  }

  @Test
  void everyLiveValueThatIsNotWrittenWithTheNewestKeyIsStale() throws IOException {
    Map<String, String> writes =
        Map.of(
            "secrets", "k8s:enc:kms:v2:plug2:",
            "widgets", "k8s:enc:kms:v2:plug2:",
            "configmaps", configMapPrefix());
    long expected =
        stream(truth.get("live"))
            .filter(row -> !row.get("prefix").isNull())
            .filter(row -> !row.get("prefix").asString().equals(writes.get(resource(row))))
            .count();
    long stale =
        stream(auditWithKeys(cluster.finalDb()).json().get("findings"))
            .filter(finding -> finding.get("rule").asString().equals("SS004"))
            .filter(finding -> finding.get("scope").asString().equals("live"))
            .peek(finding -> assertEquals("warning", finding.get("severity").asString()))
            .count();
    assertEquals(expected, stale);
  }

  /// The numbers were counted by a reader of bbolt files that shares no code with this one.
  @ParameterizedTest
  @CsvSource({
    "0-plain, 24, 4, 24, 4",
    "2-cbc2, 5, 23, 8, 20",
    "5-stamp, 3, 0, 6, 1",
    "final, 3, 0, 5, 2",
  })
  void plaintextOfTheFirstEpochIsFoundAsLongAsItIsStored(
      String epoch, int live35, int superseded35, int live36, int superseded36) {
    boolean isOld = cluster.name().equals("etcd-3.5");
    Path file = epoch.equals("final") ? cluster.finalDb() : cluster.epoch(epoch);
    ProgramRun run = ProgramRun.of("audit", "-o", "json", file);
    JsonNode counts = run.json().get("findingCounts");
    assertEquals(1, run.code());
    assertEquals("readable", run.json().get("verdict").asString());
    assertEquals(isOld ? live35 : live36, counts.path("SS001").asInt(0));
    assertEquals(isOld ? superseded35 : superseded36, counts.path("SS002").asInt(0));
  }

  @Test
  void plaintextOfTheFirstEpochIsNamedWithRevisionAndPlace() throws IOException {
    byte[] file = Files.readAllBytes(cluster.epoch("2-cbc2"));
    JsonNode report = ProgramRun.of("audit", "-o", "json", cluster.epoch("2-cbc2")).json();
    long firstEpochEnds = truth.get("epochs").get(0).get("revision").asLong();
    for (JsonNode finding : report.get("findings")) {
      if (finding.get("rule").asString().equals("SS002")) {
        int offset = finding.get("offset").asInt();
        assertTrue(finding.get("revision").asLong() <= firstEpochEnds);
        assertEquals("secrets", finding.get("resource").asString());
        String head = new String(file, offset, 20, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertTrue(head.startsWith("k8s\0") && head.contains("Secret"), finding::toString);
        StoredBytes.assertOnPage(file, offset, finding.get("page").asInt());
      }
    }
  }

  @Test
  void theDataDirectoryHasTheSameLiveValues() throws IOException {
    ProgramRun run = auditWithKeys(cluster.dataDirectory());
    assertEquals(1, run.code());
    assertEquals(expectedLive(), liveByState(run.json()));
    assertEquals("bundle", run.json().get("inputs").get(0).get("kind").asString());
    assertEquals("absent", run.json().get("inputs").get(0).get("trailer").asString());
    assertFalse(run.json().get("findingCounts").has("SS013"), "no db has a trailer");
  }

  private ProgramRun auditWithKeys(Path file) throws IOException {
    try (ClusterPlugins plugins = ClusterPlugins.start(cluster)) {
      return ProgramRun.of(
          "audit",
          "-o",
          "json",
          "--config",
          cluster.config(),
          "--kms",
          plugins.first(),
          "--kms",
          plugins.second(),
          file);
    }
  }

  /// Resources that were ever encrypted by prefix, all others together.
  private Map<String, Integer> expectedLive() {
    Map<String, Integer> expected = new TreeMap<>();
    for (JsonNode row : truth.get("live")) {
      String prefix = row.get("prefix").isNull() ? "plaintext" : row.get("prefix").asString();
      expected.merge(resource(row) + " " + prefix, 1, Integer::sum);
    }
    return expected;
  }

  private static Map<String, Integer> liveByState(JsonNode report) {
    Map<String, Integer> found = new TreeMap<>();
    for (JsonNode state : report.get("byState")) {
      String resource = state.get("resource").asString("");
      String known =
          switch (resource) {
            case "secrets", "configmaps", "widgets" -> resource;
            default -> "other";
          };
      int live = state.get("live").asInt();
      if (live > 0) {
        found.merge(known + " " + state.get("prefix").asString("plaintext"), live, Integer::sum);
      }
    }
    return found;
  }

  private static String resource(JsonNode row) {
    String key = row.get("key").asString();
    if (key.startsWith("/registry/secrets/")) {
      return "secrets";
    }
    if (key.startsWith("/registry/configmaps/")) {
      return "configmaps";
    }
    return key.startsWith("/registry/demo.example.io/widgets/") ? "widgets" : "other";
  }

  private String configMapPrefix() {
    JsonNode rules = ProgramRun.parse(cluster.config()).get("resources");
    String name =
        rules
            .get(1)
            .get("providers")
            .get(0)
            .get("aesgcm")
            .get("keys")
            .get(0)
            .get("name")
            .asString();
    return "k8s:enc:aesgcm:v1:" + name + ":";
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
