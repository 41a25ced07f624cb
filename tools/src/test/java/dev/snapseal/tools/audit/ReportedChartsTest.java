package dev.snapseal.tools.audit;

import static dev.snapseal.tools.audit.Planted.config;
import static dev.snapseal.tools.audit.Planted.etcd;
import static dev.snapseal.tools.audit.Planted.key;
import static dev.snapseal.tools.audit.Planted.keyOf;
import static dev.snapseal.tools.audit.Planted.provider;
import static dev.snapseal.tools.audit.Planted.sealed;
import static dev.snapseal.tools.audit.Planted.secret;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What a report's map and timelines say, beside what the other renderings do.
final class ReportedChartsTest {
  /// From the page about encryption at rest in Kubernetes' documentation, older editions.
  private static final String SAMPLE = "c2VjcmV0IGlzIHNlY3VyZQ==";

  @TempDir private Path folder;

  private Document report(Object... args) throws IOException {
    Path report = folder.resolve("report.html");
    List<Object> all = new ArrayList<>(List.of("audit", "--force", "--report", report));
    all.addAll(List.of(args));
    ProgramRun run = ProgramRun.of(all.toArray());
    assertTrue(run.err().contains("report written to"), run.err());
    return Jsoup.parse(report);
  }

  private Path write(BuiltSnapshot file) {
    return write(file.bytes());
  }

  private Path write(byte[] file) {
    return Planted.write(folder.resolve("db.snapshot"), file);
  }

  private Path write(String name, String text) {
    return Planted.write(
        folder.resolve(name), text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /// What the legends of drawings say, added up by label.
  private static Map<String, Long> legend(Document page, String drawing) {
    Map<String, Long> amounts = new LinkedHashMap<>();
    for (Element entry : page.select(drawing + " .legend li")) {
      String amount = entry.select("b").text().replaceAll("[^0-9]", "");
      entry.select("b").remove();
      amounts.merge(entry.text(), Long.parseLong(amount), Long::sum);
    }
    return amounts;
  }

  private static long sum(Map<String, Long> amounts) {
    return amounts.values().stream().mapToLong(Long::longValue).sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6", "remnant-3.6", "zoo-1.36"})
  void everyPageIsOnTheMapAndEveryValueInATimeline(String name) throws IOException {
    Path file = TestData.cluster(name).finalDb();
    Document page = report(file);
    JsonNode audit = ProgramRun.of("audit", "-o", "json", file).json();
    JsonNode info = ProgramRun.of("info", "-o", "json", file).json();
    assertEquals(page.select(".cells i").size(), sum(legend(page, ".map")));
    assertTrue(page.select(".cells i").size() >= info.get("pages").get("total").asInt());
    assertEquals(
        audit.get("summary").get("values").asLong(), sum(legend(page, ".timeline")), "values");
  }

  @Test
  void valuesOfARealClusterStandUnderTheirKeys() throws IOException {
    Cluster cluster = TestData.cluster("remnant-3.6");
    Map<String, Long> series = legend(report(cluster.finalDb()), ".timeline");
    assertEquals(
        Map.of(
            "aescbc key \"key-953\"", 329L,
            "permitted plaintext", 100L,
            "readable plaintext", 260L),
        series);
  }

  @Test
  void aStaleKeyAndAValueThatDoesNotOpenAreToldApart() throws IOException {
    String old = config(provider("aesgcm", key("old", 1)));
    String now = config(provider("aesgcm", key("now", 2), key("old", 1)));
    String lost = config(provider("aesgcm", key("lost", 3)));
    EtcdBuilder etcd = etcd();
    put(etcd, "a", old);
    put(etcd, "b", now);
    put(etcd, "c", lost);
    put(etcd, "d", now);
    Path keys = write("now.json", now);
    Document page = report("--config", keys, write(etcd.snapshot()));
    assertEquals(
        Map.of("aesgcm key \"old\"", 1L, "aesgcm key \"now\"", 2L, "does not open", 1L),
        legend(page, ".timeline"));
    assertEquals(1, legend(page, ".map").get("does not open"), "all are on one leaf");
  }

  private static void put(EtcdBuilder etcd, String name, String config) {
    StoredObject object = secret(name);
    etcd.put(object.etcdKey(), sealed(config, object));
  }

  @Test
  void whatIsUnderAPublishedKeyIsReadable() throws IOException {
    EtcdBuilder etcd = etcd();
    put(etcd, "a", config(provider("aescbc", keyOf("key1", SAMPLE))));
    Document page = report(write(etcd.snapshot()));
    assertEquals(Map.of("under a published key", 1L), legend(page, ".timeline"));
    assertEquals(1, legend(page, ".map").get("readable"));
  }

  @Test
  void aPageThatCannotBeFollowedIsMarked() throws IOException {
    EtcdBuilder etcd = etcd();
    String config = config(provider("aesgcm", key("g", 1)));
    for (int i = 0; i < 20; i++) {
      put(etcd, "s" + i, config);
    }
    BuiltSnapshot sound = etcd.keyBucket(bucket -> bucket.fanOut(4, 3)).snapshot();
    long leaf = sound.bucket("key").leaves().get(1);
    Document page = report(write(sound.surgeon().page(leaf).zero().resealTrailer().bytes()));
    Element cell = page.select(".cells i.p-unread").first();
    assertTrue(cell.attr("title").startsWith("page " + leaf + ","), cell.attr("title"));
    assertEquals(1, legend(page, ".map").get("could not be read"));
    assertTrue(page.select(".gaps li").text().contains("page " + leaf), page.text());
  }

  @Test
  void freePagesOutsideTheScopeAreNotCalledEmpty() throws IOException {
    Document page = report("--scope", "live", TestData.cluster("remnant-3.6").finalDb());
    assertEquals(159, legend(page, ".map").get("free, not examined"));
    assertTrue(page.select("#limits").text().contains("--scope live"));
    assertTrue(page.select("#coverage tr:contains(free pages)").text().endsWith("no"));
  }

  @Test
  void aValueOfManyPagesIsOnAllOfThem() throws IOException {
    byte[] large = secret("large").data("blob", "x".repeat(100_000)).toBytes();
    EtcdBuilder etcd = etcd().put(secret("large").etcdKey(), large);
    assertEquals(25, legend(report(write(etcd.snapshot())), ".map").get("readable"));
  }

  @Test
  void eachFileHasAMapAndATimeline() throws IOException {
    Document page =
        report(TestData.cluster("zoo-1.36").finalDb(), TestData.cluster("etcd-3.6").finalDb());
    assertEquals(2, page.select(".map").size());
    assertEquals(2, page.select(".timeline").size());
    assertTrue(page.select("#table-1 th").first().text().equals("File"));
  }
}
