package dev.snapseal.tools.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.LargeSnapshot;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Reports opened in a real browser.
final class ReportInBrowserIT {
  private static final String POLICY = "http-equiv=\"Content-Security-Policy\"";
  private static final int DESKTOP = 1280;

  private static final String CONFIG =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: EncryptionConfiguration
      resources:
      - resources: [secrets]
        providers:
        - aesgcm: {keys: [{name: other, secret: b25lIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=}]}
      """;

  /// No slash: it is also the name of a file.
  private static final String MARKUP = "\"><img src=x onerror=document.title=`owned`>\u202E";

  @TempDir private static Path folder;

  private static Chromium browser;
  private static Path remnant;

  /// Of a store that is encrypted, and of a configuration with its key beside it.
  private static Path sweep;

  private static Path cased;

  @BeforeAll
  static void makeReports() throws IOException {
    browser = Chromium.usual(folder);
    remnant = folder.resolve("remnant.html");
    ProgramRun.of("audit", TestData.cluster("remnant-3.6").finalDb(), "--report", remnant);
    Cluster cluster = TestData.cluster("etcd-3.6");
    sweep = folder.resolve("sweep.html");
    Path beside = Files.createDirectory(folder.resolve("beside"));
    Path config = Files.writeString(beside.resolve("encryption-config.yaml"), CONFIG);
    ProgramRun.of(
        "encrypt",
        cluster.epoch("0-plain"),
        "--config",
        config,
        "--history",
        "drop",
        "--output",
        beside.resolve("db.snapshot"));
    ProgramRun.of("sweep", beside, "--report", sweep);
    cased = folder.resolve("case.html");
    Path index = folder.resolve("case");
    ProgramRun.of("case", index, "add", cluster.epoch("0-plain"), cluster.finalDb());
    ProgramRun.of("case", index, "report", "--output", cased);
  }

  @Test
  void verdictMapAndTimelineAreThereWithTheRightCounts() throws Exception {
    Document page = browser.dom(remnant);
    JsonNode info =
        ProgramRun.of("info", "-o", "json", TestData.cluster("remnant-3.6").finalDb()).json();
    assertEquals("Readable", page.select(".verdict .word").text());
    assertEquals(info.get("pages").get("total").asInt(), page.select(".cells i").size());
    for (Element kind : page.select(".map .legend li")) {
      String paint = kind.select("i").first().className();
      int cells = page.select(".cells i." + paint).size();
      assertEquals(cells + (cells == 1 ? " page" : " pages"), kind.select("b").text(), paint);
    }
    assertEquals(240, column(page, 0, "aescbc key \"key-953\""));
    assertEquals(260, column(page, 1, "readable plaintext"));
    assertEquals(89, column(page, 1, "aescbc key \"key-953\""));
    assertEquals(
        page.select(".timeline").get(1).select("tbody tr").size(),
        page.select(".timeline").get(1).select("svg g").size());
  }

  /// The sum of a column of a timeline's numbers.
  private static long column(Document page, int timeline, String header) {
    Element table = page.select(".timeline table").get(timeline);
    int place = table.select("thead th").eachText().indexOf(header);
    return table.select("tbody tr").stream()
        .mapToLong(row -> Long.parseLong(row.child(place).text().replace(",", "")))
        .sum();
  }

  @Test
  void thePagesOwnScriptRunsAndHidesNothing() throws Exception {
    Document page = browser.dom(remnant);
    assertEquals(
        "261 of 261 rows",
        page.select("#table-1").parents().select(".filter output").first().text());
    assertFalse(page.select(".filter").first().hasAttr("hidden"));
    assertEquals(0, page.select("tr[hidden]").size());
  }

  @Test
  void withScriptsTurnedOffEverythingIsThere() throws Exception {
    Document with = browser.dom(remnant);
    Document without = browser.withoutScripts().dom(remnant);
    assertTrue(without.select(".filter").first().hasAttr("hidden"));
    with.select(".filter").remove();
    without.select(".filter").remove();
    assertEquals(with.body().text(), without.body().text());
    assertEquals(with.getAllElements().size(), without.getAllElements().size());
  }

  @Test
  void aScriptThatIsNotThePagesOwnDoesNotRun() throws Exception {
    String page = Files.readString(remnant);
    Path changed = folder.resolve("changed.html");
    Files.writeString(
        changed, page.replace("</main>", "</main><script>document.title='owned'</script>"));
    assertTrue(browser.dom(changed).title().startsWith("Readable"));
    Files.writeString(changed, Files.readString(changed).replace(POLICY, "name=x"));
    assertEquals("owned", browser.dom(changed).title(), "without the policy it would");
  }

  @Test
  void namesOutOfABackupStayText() throws Exception {
    Path report = folder.resolve("hostile.html");
    ProgramRun run =
        ProgramRun.of(
            "audit",
            hostileBackup(),
            "--report",
            report,
            "--case-number",
            Reports.HOSTILE,
            "--examiner",
            MARKUP);
    assertEquals(1, run.code(), run.err());
    Document page = browser.dom(report);
    Set<String> expected = names(browser.withoutScripts().dom(remnant));
    Set<String> found = names(page);
    found.removeAll(expected);
    assertEquals(Set.of(), found);
    assertEquals(1, page.select("script").size());
    assertTrue(page.title().startsWith("Readable: Audit of "), page.title());
    String text = page.body().text();
    String shown = MARKUP.replace("\u202E", "\\u{202e}");
    assertTrue(page.select(".subject").text().endsWith(shown + ".db"), text);
    assertTrue(page.select("#table-1 td.name").text().contains("secrets/prod/" + shown), text);
    assertTrue(page.select(".timeline .legend").text().contains("aescbc key \"" + shown), text);
    assertTrue(page.select(".matter").text().contains(shown), text);
    assertTrue(text.contains("\\u{7}\\u{a}line"), text);
  }

  /// Names of elements and of their attributes.
  private static Set<String> names(Document page) {
    return page.getAllElements().stream()
        .flatMap(
            element ->
                java.util.stream.Stream.concat(
                    java.util.stream.Stream.of(element.tagName()),
                    element.attributes().asList().stream()
                        .map(attribute -> element.tagName() + "@" + attribute.getKey())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Path hostileBackup() throws IOException {
    byte[] body = new byte[64];
    Arrays.fill(body, (byte) 0xE7);
    byte[] prefix = ("k8s:enc:aescbc:v1:" + MARKUP + ":").getBytes(UTF_8);
    byte[] sealed = Arrays.copyOf(prefix, prefix.length + body.length);
    System.arraycopy(body, 0, sealed, prefix.length, body.length);
    byte[] plain = StoredObject.secret("prod", "x").data("password", "unseen").toBytes();
    EtcdBuilder etcd =
        EtcdBuilder.of(EtcdVersion.V3_6)
            .put("/registry/secrets/prod/" + MARKUP, plain)
            .put("/registry/secrets/prod/" + "n".repeat(100_000), plain)
            .put("/registry/secrets/prod/bell\u0007\nline", plain)
            .put("/registry/secrets/</td></table><script>alert(1)</script>", plain)
            .put("/registry/secrets/prod/sealed", sealed);
    Path file = folder.resolve(MARKUP + ".db");
    Files.write(file, etcd.snapshot().bytes());
    return file;
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void nothingIsWiderThanTheScreenAndNoTableIsCut(int width) throws Exception {
    Path report = folder.resolve("wide-%d.html".formatted(width));
    Files.write(report, HtmlPage.of(Reports.saying("n".repeat(300) + " " + Reports.HOSTILE)));
    assertEquals(width + " " + width, measure(report, width));
    for (Path page : List.of(remnant, sweep, cased)) {
      assertEquals(width + " " + width, measure(page, width), page.toString());
      assertEquals("", cut(page, width), page.toString());
    }
  }

  /// Width of the screen and of the page on it.
  private static String measure(Path page, int width) throws IOException, InterruptedException {
    return inFrame(
        page, width, "inner.innerWidth + ' ' + inner.document.documentElement.scrollWidth");
  }

  /// The boxes that have more than they show; numbers that are folded away may.
  private static String cut(Path page, int width) throws IOException, InterruptedException {
    return inFrame(
        page,
        width,
        """
        all("section > .scroll").filter((box) => box.scrollWidth > box.clientWidth)
            .map((box) => box.textContent.slice(0, 99)).join()\
        """);
  }

  /// What an expression is in a page on a screen of this width. The screen is a frame in another
  /// page, which asks: the window itself is never as narrow as a phone.
  private static String inFrame(Path page, int width, String expression)
      throws IOException, InterruptedException {
    String frame =
        """
        <!DOCTYPE html><body><iframe width="%d" height="900" style="border:0" srcdoc="%s"></iframe>
        <script>onload = () => {
          const inner = document.querySelector("iframe").contentWindow;
          const all = (selector) => [...inner.document.querySelectorAll(selector)];
          document.title = %s;
        }</script>\
        """
            .formatted(
                width, Entities.escape(Files.readString(page)).replace("\"", "&quot;"), expression);
    Path asking = Files.writeString(folder.resolve("asking.html"), frame);
    return browser.dom(asking, Chromium.size(1400, 1000)).title();
  }

  @Test
  void whatToDoAndWhatToRotateComeRightBehindTheVerdict() throws Exception {
    for (Path page : List.of(remnant, sweep, cased)) {
      List<String> sections = browser.dom(page).select("main > section").eachAttr("id");
      assertEquals(List.of("verdict", "remedies", "rotation"), sections.subList(0, 3));
      assertEquals("evidence", sections.getLast(), page.toString());
    }
    assertEquals(260, Jsoup.parse(remnant).select("#rotation li").size());
  }

  @Test
  void aKeyBesideTheDataLeavesNoFigureGreen() throws Exception {
    Document page = Jsoup.parse(sweep);
    assertEquals("Readable", page.select(".verdict .word").text());
    assertEquals("1 encryption key lies beside", figure(page.select(".figures div").first()));
    assertEquals("0 values in the clear", figure(page.select(".figures div").get(1)));
    assertEquals("Encryption keys 1", page.select("#rotation h3").text());
    assertTrue(page.select("#table-1 tbody tr").first().text().startsWith("an EncryptionConf"));
    assertEquals(
        "rgb(179, 38, 30) rgb(63, 74, 87)",
        inFrame(
            sweep,
            DESKTOP,
            """
            [...new Set(all(".figures dd").map((dd) => inner.getComputedStyle(dd).color))].join(" ")\
            """));
  }

  private static String figure(Element figure) {
    return figure.select("dd").text() + " " + figure.select("dt").text();
  }

  @Test
  void lightAndDarkAreFollowed() throws Exception {
    assertEquals(0xFFFFFFFF, corner(browser.screenshot(remnant, DESKTOP, 900)));
    assertEquals(0xFF12161B, corner(browser.screenshot(remnant, DESKTOP, 900, Chromium.DARK)));
  }

  private static int corner(Path picture) throws IOException {
    BufferedImage image = ImageIO.read(picture.toFile());
    return image.getRGB(3, 3);
  }

  @Test
  void itIsPrinted() throws Exception {
    byte[] pdf = Files.readAllBytes(browser.pdf(remnant));
    assertEquals("%PDF", new String(pdf, 0, 4, UTF_8));
    assertTrue(pdf.length > 50_000, pdf.length + " bytes");
  }

  @Test
  void threeHundredThousandFindingsMakeASmallPage() throws Exception {
    Path backup = folder.resolve("large.db");
    Path report = folder.resolve("large.html");
    new LargeSnapshot(300_000, 400L << 20, 1).writeTo(backup);
    Path config = Files.writeString(folder.resolve("other.yaml"), CONFIG);
    ProgramRun run = ProgramRun.of("audit", backup, "--config", config, "--report", report);
    assertNotEquals(70, run.code(), run.err());
    assertTrue(Files.size(report) < 5 << 20, Files.size(report) + " bytes");
    Document page = browser.dom(report);
    assertTrue(page.select(".cells i").size() <= 2400);
    assertTrue(page.select("#remedies").text().contains("300,000 findings"));
    assertTrue(page.select(".data .omitted").text().startsWith("... and 299,"), "rows left out");
    assertEquals(300_000, column(page, 0, "does not open"));
    Files.delete(backup);
  }
}
