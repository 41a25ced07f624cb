package dev.snapseal.tools.audit;

import static dev.snapseal.tools.audit.Planted.audit;
import static dev.snapseal.tools.audit.Planted.config;
import static dev.snapseal.tools.audit.Planted.etcd;
import static dev.snapseal.tools.audit.Planted.key;
import static dev.snapseal.tools.audit.Planted.provider;
import static dev.snapseal.tools.audit.Planted.sealed;
import static dev.snapseal.tools.audit.Planted.secret;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The forms in which an audit is written, as scripts may rely on them.
final class AuditOutputTest {
  private static final Cluster CLUSTER = TestData.cluster("remnant-3.6");

  @TempDir private Path folder;

  @Test
  void everyFileOfSeveralHasAVerdictOfItsOwn() {
    Path readable = CLUSTER.finalDb();
    Path other = TestData.cluster("etcd-3.6").finalDb();
    JsonNode report =
        ProgramRun.of("audit", "-o", "json", "--policy", "leases.coordination.k8s.io", other)
            .json();
    assertEquals("readable", report.get("verdict").asString());
    report = ProgramRun.of("audit", "-o", "json", "--policy", "nodes", readable, other).json();
    for (int i = 0; i < 2; i++) {
      JsonNode alone =
          ProgramRun.of("audit", "-o", "json", "--policy", "nodes", List.of(readable, other).get(i))
              .json();
      assertEquals(alone.get("verdict"), report.get("verdicts").get(i).get("verdict"));
    }
    String text = ProgramRun.of("audit", readable, other).out();
    assertEquals(2, text.lines().filter(line -> line.equals("verdict   readable")).count());
  }

  @Test
  void theJsonDocumentHasEveryFieldOfTheContract() {
    JsonNode report = ProgramRun.of("audit", "-o", "json", CLUSTER.finalDb()).json();
    JsonFields.assertFields(
        report,
        "schema:string tool:object startedAt:string finishedAt:string inputs:array"
            + " inputCount:number verdict:string verdicts:array policy:array scope:string"
            + " decrypted:boolean nothingOpened:boolean configuredKeys:array coverage:object"
            + " summary:object byState:array findingCounts:object findings:array suppressed:array"
            + " failures:array");
    assertEquals("snapseal.audit/1", report.get("schema").asString());
    assertEquals("schema", report.propertyNames().iterator().next());
    JsonFields.assertFields(report.get("tool"), "name:string version:string");
    JsonFields.assertFields(
        report.get("inputs").get(0),
        "path:string kind:string sizeBytes:number sha256:string trailer:string");
    JsonFields.assertFields(
        report.get("coverage"),
        "bytes:number examined:number unattributed:number partsUnread:boolean regions:array"
            + " unreadCount:number unread:array");
    JsonFields.assertFields(
        report.get("coverage").get("regions").get(0),
        "region:string bytes:number examined:boolean");
    JsonFields.assertFields(
        report.get("summary"),
        "values:number encrypted:number plaintext:number stale:number undecryptable:number"
            + " malformed:number lackingKey:number lackingPlugin:number");
    for (JsonNode state : report.get("byState")) {
      JsonFields.assertFields(
          state,
          "resource:string? group:string provider:string keyName:string? prefix:string?"
              + " live:number superseded:number free:number bytes:number");
    }
    for (JsonNode finding : report.get("findings")) {
      JsonFields.assertFields(
          finding,
          "rule:string name:string severity:string fingerprint:string path:string key:string?"
              + " group:string? resource:string? namespace:string? objectName:string?"
              + " revision:number? scope:string? page:number? offset:number? provider:string?"
              + " keyName:string? copies:number message:string remedy:string");
    }
    assertTrue(
        !Instant.parse(report.get("startedAt").asString())
            .isAfter(Instant.parse(report.get("finishedAt").asString())));
  }

  @Test
  void theRemedyNamesEveryResourceOfItsFindings() throws IOException {
    ProgramRun run = text("secrets,configmaps", "secrets/prod/a", "configmaps/prod/b");
    assertTrue(run.out().contains("kubectl get configmaps,secrets -A -o json"), run.out());
  }

  @Test
  void theRemedyCountsTheResourcesBeyondTheFirstFew() throws IOException {
    String[] keys =
        IntStream.range(0, 10).mapToObj(i -> "demo.io/kind" + i + "/prod/x").toArray(String[]::new);
    ProgramRun run = text("*.*", keys);
    assertTrue(run.out().contains("kubectl get kind0.demo.io,kind1.demo.io,"), run.out());
    assertTrue(run.out().contains("kind7.demo.io -A -o json"), run.out());
    assertTrue(run.out().contains("API server (and 2 more resources):"), run.out());
    assertTrue(run.out().contains(" | kubectl replace -f -\n"), run.out());
  }

  private ProgramRun text(String policy, String... keys) throws IOException {
    var etcd = etcd();
    for (String name : keys) {
      etcd.put("/registry/" + name, "plain");
    }
    Path file = Files.write(folder.resolve("db.snapshot"), etcd.snapshot().bytes());
    return ProgramRun.of("audit", "--policy", policy, file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6", "remnant-3.6", "zoo-1.36"})
  void theRegionsAddUpToTheFilesSize(String cluster) throws IOException {
    Path file = TestData.cluster(cluster).finalDb();
    JsonNode report = ProgramRun.of("audit", "-o", "json", file).json();
    long sum = 0;
    for (JsonNode region : report.get("coverage").get("regions")) {
      sum += region.get("bytes").asLong();
    }
    assertEquals(Files.size(file), sum);
    assertEquals(Files.size(file), report.get("coverage").get("bytes").asLong());
    assertEquals(Files.size(file), report.get("inputs").get(0).get("sizeBytes").asLong());
  }

  @Test
  void valuesByStateAddUpToTheSummary() {
    JsonNode report = ProgramRun.of("audit", "-o", "json", CLUSTER.finalDb()).json();
    long values = 0;
    for (JsonNode state : report.get("byState")) {
      values += state.get("live").asLong();
      values += state.get("superseded").asLong();
      values += state.get("free").asLong();
    }
    assertEquals(values, report.get("summary").get("values").asLong());
  }

  @Test
  void twoRunsSayTheSame() {
    List<JsonNode> first = findings(ProgramRun.of("audit", "-o", "json", CLUSTER.finalDb()));
    List<JsonNode> second = findings(ProgramRun.of("audit", "-o", "json", CLUSTER.finalDb()));
    assertEquals(first, second);
    assertEquals(first.size(), fingerprints(first).size(), "each finding has its own fingerprint");
  }

  @Test
  void aFindingKeepsItsFingerprintInTheNextBackup() {
    Cluster cluster = TestData.cluster("etcd-3.6");
    Set<String> early =
        fingerprints(findings(ProgramRun.of("audit", "-o", "json", cluster.epoch("5-stamp"))));
    Set<String> late =
        fingerprints(findings(ProgramRun.of("audit", "-o", "json", cluster.finalDb())));
    early.retainAll(late);
    assertTrue(early.size() >= 6, "plaintext that lives in both: " + early.size());
  }

  @Test
  void aBaselineHidesExactlyWhatItHas() throws IOException {
    Cluster cluster = TestData.cluster("etcd-3.6");
    ProgramRun old = ProgramRun.of("audit", "-o", "json", cluster.epoch("5-stamp"));
    Path baseline = Files.writeString(folder.resolve("old.json"), old.out());
    ProgramRun same =
        ProgramRun.of("audit", "-o", "json", "--baseline", baseline, cluster.epoch("5-stamp"));
    assertEquals(0, same.code());
    assertEquals(List.of(), findings(same));
    assertEquals("readable", same.json().get("verdict").asString(), "hidden is not mended");
    Set<String> expected =
        fingerprints(findings(ProgramRun.of("audit", "-o", "json", cluster.finalDb())));
    expected.removeAll(fingerprints(findings(old)));
    ProgramRun next =
        ProgramRun.of("audit", "-o", "json", "--baseline", baseline, cluster.finalDb());
    assertEquals(expected, fingerprints(findings(next)));
  }

  /// Each day's report is the next day's baseline.
  @Test
  void aChainOfBaselinesGoesOnHidingWhatTheFirstHas() throws IOException {
    Path report = folder.resolve("report.json");
    ProgramRun first = audit(folder, plain());
    Files.writeString(report, first.out());
    for (int day = 2; day <= 4; day++) {
      ProgramRun next = audit(folder, plain(), "--baseline", report);
      assertEquals(0, next.code(), "day " + day);
      assertEquals(List.of(), findings(next));
      JsonNode suppressed = next.json().get("suppressed");
      assertEquals(1, suppressed.size());
      JsonFields.assertFields(suppressed.get(0), "rule:string fingerprint:string");
      assertEquals(
          fingerprints(findings(first)), Set.of(suppressed.get(0).get("fingerprint").asString()));
      Files.writeString(report, next.out());
    }
  }

  @Test
  void theOtherFormsCountWhatABaselineHides() throws IOException {
    Path old = Files.writeString(folder.resolve("old.json"), audit(folder, plain()).out());
    Path file =
        Planted.write(
            folder.resolve("more.db"),
            etcd()
                .put(secret("db").etcdKey(), secret("db").toBytes())
                .put(secret("new").etcdKey(), secret("new").toBytes())
                .snapshot()
                .bytes());
    ProgramRun text = ProgramRun.of("audit", "--baseline", old, file);
    assertTrue(text.out().contains("\nbaseline  1 finding that it has too, left out below\n"));
    ProgramRun prometheus = ProgramRun.of("audit", "-o", "prometheus", "--baseline", old, file);
    assertTrue(prometheus.out().contains("\nsnapseal_audit_suppressed_findings 1\n"));
    JsonNode results =
        ProgramRun.of("audit", "-o", "sarif", "--baseline", old, file)
            .json()
            .get("runs")
            .get(0)
            .get("results");
    assertEquals(2, results.size());
    assertEquals("new", results.get(0).get("baselineState").asString());
    assertEquals("[]", results.get(0).get("suppressions").toString());
    assertEquals("unchanged", results.get(1).get("baselineState").asString());
    assertEquals("[{\"kind\":\"external\"}]", results.get(1).get("suppressions").toString());
    assertEquals("SS001", results.get(1).get("ruleId").asString());
    assertFalse(results.get(1).get("locations").isEmpty());
  }

  @Test
  void theSarifLogHasWhatSarifRequires() {
    Path file = Planted.write(folder.resolve("odd name: 100%.db"), plain());
    ProgramRun run = ProgramRun.of("audit", "-o", "sarif", file);
    JsonNode log = run.json();
    assertEquals(1, run.code());
    assertEquals("2.1.0", log.get("version").asString());
    JsonNode sarif = log.get("runs").get(0);
    JsonNode driver = sarif.get("tool").get("driver");
    assertEquals("snapseal", driver.get("name").asString());
    assertEquals(22, driver.get("rules").size());
    assertTrue(sarif.get("invocations").get(0).get("executionSuccessful").asBoolean());
    assertFalse(sarif.get("results").isEmpty());
    assertFalse(sarif.get("results").get(0).has("baselineState"), "compared with nothing");
    for (JsonNode result : sarif.get("results")) {
      JsonNode rule = driver.get("rules").get(result.get("ruleIndex").asInt());
      assertEquals(rule.get("id").asString(), result.get("ruleId").asString());
      assertTrue(Set.of("error", "warning", "note").contains(result.get("level").asString()));
      assertFalse(result.get("message").get("text").asString().isBlank());
      assertEquals(16, result.get("partialFingerprints").get("snapseal/v1").asString().length());
      JsonNode place = result.get("locations").get(0).get("physicalLocation");
      String uri = place.get("artifactLocation").get("uri").asString();
      assertTrue(uri.endsWith("/odd%20name%3A%20100%25.db"), uri);
      assertTrue(place.get("region").get("byteOffset").asLong() > 0);
    }
  }

  @Test
  void thePrometheusTextFollowsItsGrammar() {
    Path file = Planted.write(folder.resolve("a\"b\\c.db"), plain());
    ProgramRun run = ProgramRun.of("audit", "-o", "prometheus", file);
    Pattern comment = Pattern.compile("# (HELP [a-z_]+ .+|TYPE [a-z_]+ gauge)");
    String label = "[a-z]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    Pattern sample =
        Pattern.compile("snapseal_audit_[a-z_]+(\\{" + label + "(," + label + ")*})? \\d+");
    Set<String> series = new HashSet<>();
    for (String line : run.out().lines().toList()) {
      assertTrue(comment.matcher(line).matches() || sample.matcher(line).matches(), line);
      assertTrue(
          line.startsWith("#") || series.add(line.substring(0, line.lastIndexOf(' '))), line);
    }
    assertTrue(run.out().endsWith("\n"));
    assertTrue(run.out().contains("snapseal_audit_verdict{verdict=\"readable\"} 1\n"));
    assertTrue(run.out().contains("name=\"plaintext-live\",severity=\"error\"} 1\n"));
    assertTrue(run.out().contains("a\\\"b\\\\c.db"));
  }

  @Test
  void theTextFitsAScreen() {
    ProgramRun run = ProgramRun.of("audit", CLUSTER.finalDb());
    assertTrue(run.out().lines().count() <= 24, run.out());
    assertTrue(
        run.out()
            .lines()
            .filter(line -> !line.startsWith("  do: ")) // it ends with a path of any length
            .allMatch(line -> line.length() <= 132),
        run.out());
    assertTrue(run.out().contains("do: Defragment every member"));
  }

  @Test
  void severalFilesAreToldApart() {
    byte[] sealed =
        etcd().put(secret("db").etcdKey(), sealed(gcm(), secret("db"))).snapshot().bytes();
    Path good = Planted.write(folder.resolve("good.db"), sealed);
    Path bad = Planted.write(folder.resolve("bad.db"), plain());
    ProgramRun run = ProgramRun.of("audit", "-o", "json", good, bad);
    assertEquals(2, run.json().get("inputs").size());
    assertEquals(bad.toString(), Planted.only(run, "SS001").get("path").asString());
    assertEquals("readable", run.json().get("verdict").asString());
    ProgramRun text = ProgramRun.of("audit", good, bad);
    assertTrue(text.out().contains("[" + bad + "] /registry/secrets/prod/db"), text.out());
  }

  @Test
  void keysOfSeveralFilesAreJudgedFileByFile() {
    byte[] cbc =
        etcd()
            .put(
                secret("db").etcdKey(),
                sealed(config(provider("aescbc", key("c", 1))), secret("db")))
            .snapshot()
            .bytes();
    Path one = Planted.write(folder.resolve("one.db"), cbc);
    Path two = Planted.write(folder.resolve("two.db"), cbc);
    ProgramRun run = ProgramRun.of("audit", "-o", "json", one, two);
    assertEquals(2, Planted.all(run, "SS012").size());
  }

  @Test
  void standardInputIsRead() {
    ProgramRun run = ProgramRun.reading(plain(), "audit", "-o", "json", "-");
    assertEquals(1, run.code());
    assertEquals("-", run.json().get("inputs").get(0).get("path").asString());
  }

  @Test
  void anArchiveMemberIsNamed() throws IOException {
    Path zip = folder.resolve("backup.zip");
    try (var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new java.util.zip.ZipEntry("snapshot"));
      out.write(plain());
    }
    ProgramRun run = ProgramRun.of("audit", "-o", "json", zip);
    assertEquals(zip + "!snapshot", run.json().get("inputs").get(0).get("path").asString());
    assertEquals(zip + "!snapshot", Planted.only(run, "SS001").get("path").asString());
  }

  @Test
  void theScopeLimitsWhatIsLookedAt() {
    byte[] file =
        etcd()
            .put(secret("db").etcdKey(), secret("db").toBytes())
            .put(secret("db").etcdKey(), sealed(gcm(), secret("db")))
            .snapshot()
            .bytes();
    assertEquals(Set.of(), Planted.rules(audit(folder, file, "--scope", "live")));
    assertEquals(Set.of("SS002"), Planted.rules(audit(folder, file, "--scope", "history")));
    assertEquals("undetermined", Planted.verdict(audit(folder, file, "--scope", "live")));
  }

  @Test
  void aPolicyFileNamesResources() throws IOException {
    Path policy =
        Files.writeString(folder.resolve("policy"), "# all of ours\nconfigmaps\n*.apps # too\n");
    ProgramRun run = audit(folder, plain(), "--policy-file", policy);
    assertEquals(Set.of(), Planted.rules(run));
    assertEquals("[\"configmaps\",\"*.apps\"]", run.json().get("policy").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secret|secrets, deployments.apps, configmaps",
        "secrets.apps|secrets, deployments.apps, configmaps",
        "deployments|deployments.apps, secrets, configmaps",
      })
  void aResourceOfThePolicyThatMatchesNothingIsNamedWithTheNearest(String name, String nearest) {
    byte[] file =
        etcd()
            .put(secret("db").etcdKey(), secret("db").toBytes())
            .put("/registry/configmaps/prod/web", "{}")
            .put("/registry/deployments/prod/web", "{}")
            .snapshot()
            .bytes();
    ProgramRun run = audit(folder, file, "--policy", "configmaps,*.apps," + name);
    assertEquals(
        """
        warning: the policy's '%s' matches no value
        hint:  a policy has plurals with their group; the nearest here: %s
        """
            .formatted(name, nearest),
        run.err());
    assertEquals(1, run.code());
  }

  @Test
  void thePolicyOfAConfigurationMayNameWhatTheFileLacks() {
    ProgramRun run =
        audit(
            folder, plain(), Planted.configFor("secrets,events", provider("aesgcm", key("g", 1))));
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--baseline", "--policy-file", "--config"})
  void aFileThatAnOptionNamesAndNobodyHasIsWrongUsage(String option) {
    ProgramRun run = audit(folder, plain(), option, folder.resolve("none"));
    assertEquals(2, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("error: [" + folder.resolve("none") + "]"), run.err());
  }

  @Test
  void aBaselineThatIsNoReportIsWrongUsage() throws IOException {
    for (String content : List.of("", "{}", "{\"schema\":\"other/1\"}", "[[[")) {
      Path old = Files.writeString(folder.resolve("old.json"), content);
      ProgramRun run = audit(folder, plain(), "--baseline", old);
      assertEquals(2, run.code(), content);
      assertTrue(run.err().contains("is no JSON report of snapseal audit"), run.err());
    }
  }

  @Test
  void aFileThatIsNoBackupIsRefused() {
    ProgramRun run =
        audit(folder, "no backup at all".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(4, run.code());
    assertEquals("", run.out());
  }

  private static byte[] plain() {
    return etcd().put(secret("db").etcdKey(), secret("db").toBytes()).snapshot().bytes();
  }

  private static String gcm() {
    return config(provider("aesgcm", key("g", 1)));
  }

  private static List<JsonNode> findings(ProgramRun run) {
    List<JsonNode> findings = new java.util.ArrayList<>();
    run.json().get("findings").forEach(findings::add);
    return findings;
  }

  private static Set<String> fingerprints(List<JsonNode> findings) {
    Set<String> fingerprints = new HashSet<>();
    findings.forEach(finding -> fingerprints.add(finding.get("fingerprint").asString()));
    return fingerprints;
  }
}
