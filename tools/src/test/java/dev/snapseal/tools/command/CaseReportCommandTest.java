package dev.snapseal.tools.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `case report`.
final class CaseReportCommandTest {
  private static final String MARKUP = "\"'><img src=x onerror=document.title=`owned`>\u202E";

  private static final String CONFIG =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: EncryptionConfiguration
      resources:
      - resources: [secrets]
        providers:
        - aesgcm: {keys: [{name: other, secret: b25lIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=}]}
      """;

  @TempDir private Path folder;

  private Path made() {
    return folder.resolve("case");
  }

  private Path report() {
    return folder.resolve("report.html");
  }

  private Document page() throws IOException {
    return Jsoup.parse(report());
  }

  private ProgramRun write(Object... options) {
    return ProgramRun.of(
        Stream.concat(
                Stream.of("case", made(), "report", "--output", report()), Arrays.stream(options))
            .toArray());
  }

  private void addCluster() {
    Cluster cluster = TestData.cluster("etcd-3.6");
    add(cluster.finalDb(), cluster.epoch("0-plain"), cluster.epoch("2-cbc2"));
  }

  private void add(Object... files) {
    ProgramRun run =
        ProgramRun.of(
            Stream.concat(Stream.of("case", made(), "add"), Arrays.stream(files)).toArray());
    assertTrue(run.err().isEmpty(), run.err());
  }

  private Path backup(String name, EtcdBuilder etcd) throws IOException {
    return Files.write(folder.resolve(name), etcd.snapshot().bytes());
  }

  private static EtcdBuilder etcd() {
    return EtcdBuilder.of(EtcdVersion.V3_6);
  }

  private static byte[] plain() {
    return StoredObject.secret("prod", "x").data("password", "hunter-x").toBytes();
  }

  private static byte[] sealed(String keyName) {
    byte[] prefix = ("k8s:enc:aescbc:v1:" + keyName + ":").getBytes(UTF_8);
    byte[] value = Arrays.copyOf(prefix, prefix.length + 64);
    Arrays.fill(value, prefix.length, value.length, (byte) 0xE7);
    return value;
  }

  @Test
  void thePageSaysWhatTheCaseHolds() throws IOException {
    addCluster();
    ProgramRun run = write("--case-number", "2026/117", "--examiner", "A. Examiner");
    assertEquals(1, run.code(), run.err());
    assertEquals("", run.out());
    assertEquals("report written to " + report() + "\n", run.err());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(report())));
    JsonNode exposed = ProgramRun.of("case", made(), "exposed", "-o", "json").json();
    Document page = page();
    assertEquals("Readable", page.select(".verdict .word").text());
    assertEquals(
        exposed.get("summary").get("exposed").asString(),
        page.select(".figures dd").first().text());
    Set<String> expected = new TreeSet<>();
    for (JsonNode one : exposed.get("exposed")) {
      expected.add(
          "secrets %s/%s"
              .formatted(one.get("namespace").asString(), one.get("objectName").asString()));
    }
    assertTrue(expected.size() > 10, expected.toString());
    assertEquals(expected, new TreeSet<>(page.select("#table-1 tbody td:eq(1)").eachText()));
    String evidence = page.select("#evidence").text();
    for (JsonNode input : exposed.get("inputs")) {
      assertTrue(evidence.contains(input.get("sha256").asString()), evidence);
    }
    assertTrue(evidence.contains("Case number 2026/117 Examiner A. Examiner"), evidence);
  }

  @Test
  void aNumberSaysWhetherItIsARevisionOrABackup() throws IOException {
    addCluster();
    write();
    List<String> first = page().select("#table-1 tbody td:eq(4)").eachText();
    assertTrue(first.size() > 10, first.toString());
    first.forEach(
        moment -> assertTrue(moment.matches("revision \\d+ in backup [1-3], 20.*Z"), moment));
  }

  /// What could be read and is encrypted now, and what no key given opens, want the same files.
  @Test
  void aCommandStandsOnceAndASentenceEndsOnce() throws IOException {
    EtcdBuilder etcd = etcd().put("/registry/secrets/prod/s", plain());
    etcd.put("/registry/secrets/prod/s", sealed("one"));
    Path config = Files.writeString(folder.resolve("config.yaml"), CONFIG);
    ProgramRun.of("case", made(), "add", backup("db.snapshot", etcd), "--config", config);
    write();
    Document page = page();
    List<String> commands = page.select(".remedies code").eachText();
    assertEquals(1, commands.stream().filter(text -> text.contains(" add ")).count(), page.text());
    assertEquals(Set.copyOf(commands).size(), commands.size(), commands.toString());
    assertEquals(
        "1 value in 1 backup under aescbc key \"one\": no configuration given has it",
        page.select(".remedies .details li").text());
    assertFalse(page.text().contains("?."), page.text());
    assertEquals(
        List.of("Not known if rotated 1"), page.select("#rotation h3").eachText(), page.text());
  }

  @Test
  void theTimelineCountsTheEvidencesInTheOrderOfTheirRevisions() throws IOException {
    addCluster();
    write();
    JsonNode evidences = ProgramRun.of("case", made(), "timeline", "-o", "json").json();
    Element numbers = page().select(".timeline table").first();
    int place = numbers.select("thead th").eachText().indexOf("readable plaintext");
    assertEquals(3, numbers.select("tbody tr").size());
    for (int i = 0; i < 3; i++) {
      JsonNode epoch = evidences.get("evidences").get(i);
      Element row = numbers.select("tbody tr").get(i);
      assertTrue(row.child(0).text().startsWith(epoch.get("evidence") + " ("), row.text());
      assertEquals(Long.toString(plaintext(epoch)), row.child(place).text());
    }
  }

  private static long plaintext(JsonNode epoch) {
    long count = 0;
    for (JsonNode state : epoch.get("byState")) {
      if (state.get("resource").asString("").equals("secrets") && state.get("prefix").isNull()) {
        count += state.get("live").asLong() + state.get("superseded").asLong();
      }
    }
    assertTrue(count > 0, epoch.toString());
    return count;
  }

  @Test
  void namesOutOfABackupStayText() throws IOException {
    EtcdBuilder usual =
        etcd()
            .put("/registry/secrets/prod/plain", plain())
            .put("/registry/secrets/prod/sealed", sealed("one"));
    add(backup("usual.db", usual));
    write("--case-number", "1");
    Set<String> expected = names(page());
    EtcdBuilder hostile =
        etcd()
            .put("/registry/secrets/prod/" + MARKUP, plain())
            .put("/registry/secrets/</td></table><script>alert(1)</script>", plain())
            .put("/registry/secrets/prod/sealed", sealed(MARKUP));
    add(backup(MARKUP + ".db", hostile));
    assertEquals(1, write("--force", "--case-number", MARKUP).code());
    Document page = page();
    Set<String> found = names(page);
    found.removeAll(expected);
    assertEquals(Set.of(), found);
    assertEquals(1, page.select("script").size());
    String shown = MARKUP.replace("\u202E", "\\u{202e}");
    assertTrue(page.select("#table-1").text().contains("secrets prod/" + shown), page.text());
    assertTrue(page.select("#table-2").text().contains(shown + ".db"), page.text());
    String legend = page.select(".timeline .legend").text();
    assertTrue(legend.contains("aescbc key \"" + shown), legend);
    assertFalse(Files.readString(report()).contains("hunter-x"));
  }

  /// Names of elements and of their attributes.
  private static Set<String> names(Document page) {
    return page.getAllElements().stream()
        .flatMap(
            element ->
                Stream.concat(
                    Stream.of(element.tagName()),
                    element.attributes().asList().stream()
                        .map(attribute -> element.tagName() + "@" + attribute.getKey())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void whatIsStillToBeRotatedComesFirstAndTheRestIsCounted() throws IOException {
    EtcdBuilder etcd = etcd();
    for (int i = 0; i < 650; i++) {
      // Of one password all would be due as long as one of them has it.
      etcd.put(
          "/registry/secrets/prod/s%03d".formatted(i),
          StoredObject.secret("prod", "s").data("password", "hunter-x" + i).toBytes());
    }
    for (int i = 0; i < 640; i++) {
      etcd.put("/registry/secrets/prod/s%03d".formatted(i), sealed("one"));
    }
    add(backup("db.snapshot", etcd));
    assertEquals(1, write().code());
    Document page = page();
    List<String> rotate = page.select("#table-1 tbody td:eq(0)").eachText();
    assertEquals(600, rotate.size());
    assertEquals(Set.of("yes"), Set.copyOf(rotate.subList(0, 10)));
    assertEquals(Set.of("unknown"), Set.copyOf(rotate.subList(10, 600)));
    assertTrue(page.select(".data .omitted").text().startsWith("... and 50 more"), page.text());
    assertEquals(
        List.of("Readable now 10", "Not known if rotated 640"),
        page.select("#rotation h3").eachText());
    assertEquals(300, page.select("#rotation li").size());
    assertTrue(page.select("#rotation .omitted").text().startsWith("... and 350 more"));
    assertEquals(
        List.of("10 objects", "1 backup", "640 objects"),
        page.select(".remedies .count").eachText());
  }

  @Test
  void moreEvidencesThanColumnsShareThem() throws IOException {
    EtcdBuilder etcd = etcd();
    Object[] files = new Object[100];
    for (int i = 0; i < files.length; i++) {
      etcd.put("/registry/secrets/prod/s", sealed("one"));
      files[i] = backup("save-%03d.db".formatted(i), etcd);
    }
    add(files);
    ProgramRun run = write();
    assertEquals(0, run.code(), run.err());
    Document page = page();
    assertEquals("Unreadable", page.select(".verdict .word").text());
    assertEquals(0, page.select("#remedies").size());
    assertEquals(50, page.select(".timeline svg").first().select("g").size());
    assertEquals(100, page.select("#table-1 tbody tr").size());
  }

  @Test
  void withoutAnythingToJudgeTheVerdictIsOpen() throws IOException {
    add(backup("db.snapshot", etcd().put("a", "b".getBytes(UTF_8))));
    assertEquals(0, write().code());
    assertEquals("Undetermined", page().select(".verdict .word").text());
  }

  @Test
  void whatOnlyBeginsLikeAPrefixLeavesTheVerdictOpen() throws IOException {
    add(
        backup(
            "db.snapshot",
            etcd().put("/registry/secrets/prod/s", "k8s:enc:nonsense".getBytes(UTF_8))));
    write();
    assertEquals("Undetermined", page().select(".verdict .word").text());
  }

  @Test
  void anExistingFileIsKeptUnlessForced() throws IOException {
    addCluster();
    Files.writeString(report(), "older");
    ProgramRun refused = write();
    assertEquals(6, refused.code());
    assertTrue(refused.err().contains("exists already"), refused.err());
    assertEquals("older", Files.readString(report()));
    assertEquals(1, write("--force").code());
    assertEquals("Readable", page().select(".verdict .word").text());
  }

  @Test
  void nothingIsPutIntoTheFolderOfTheCase() {
    addCluster();
    for (String name : List.of("report.html", "case.key", "index/CURRENT", "index/r.html")) {
      ProgramRun run =
          ProgramRun.of("case", made(), "report", "--output", made().resolve(name), "--force");
      assertEquals(6, run.code(), name);
      assertTrue(run.err().contains("hint: "), run.err());
    }
    assertEquals(1, ProgramRun.of("case", made(), "exposed").code());
  }

  @Test
  void anEvidenceNeverBecomesTheReport() throws IOException {
    Path file = Files.copy(TestData.cluster("etcd-3.6").finalDb(), folder.resolve("db.html"));
    add(file);
    ProgramRun run = ProgramRun.of("case", made(), "report", "--output", file, "--force");
    assertEquals(6, run.code());
    assertTrue(run.err().contains("an input is never overwritten"), run.err());
    assertEquals(-1, Files.mismatch(TestData.cluster("etcd-3.6").finalDb(), file));
  }

  @Test
  void aReportNeedsAName() {
    ProgramRun run = ProgramRun.of("case", made(), "report");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("--output is missing"), run.err());
  }
}
