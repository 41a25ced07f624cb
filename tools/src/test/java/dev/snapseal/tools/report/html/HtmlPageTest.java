package dev.snapseal.tools.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The page as a browser's parser sees it.
final class HtmlPageTest {
  private static final int MEBIBYTE = 1 << 20;

  /// All of them but those that only say where a long text may break.
  private static List<Element> elements(Document page) {
    return page.getAllElements().stream().filter(element -> !element.is("wbr, code span")).toList();
  }

  private static Set<String> shape(Document page) {
    return elements(page).stream()
        .map(HtmlPageTest::shape)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Name and attributes' names, and the path to it.
  private static String shape(Element element) {
    String attributes =
        element.attributes().asList().stream()
            .map(Attribute::getKey)
            .sorted()
            .collect(Collectors.joining(" "));
    return element.parents().stream().map(Element::tagName).collect(Collectors.joining("<"))
        + "|"
        + element.tagName()
        + " "
        + attributes;
  }

  @Test
  void noTextChangesThePagesElements() {
    Document hostile = Reports.parsed(Reports.saying(Reports.HOSTILE));
    Document plain = Reports.parsed(Reports.saying("plain"));
    assertEquals(shape(plain), shape(hostile));
    assertEquals(elements(plain).size(), elements(hostile).size());
    assertEquals(1, hostile.select("script").size());
    assertEquals(0, hostile.select("img, iframe, object, a, link, base, form").size());
  }

  @Test
  void aTextIsShownAsItIsAndWhatCannotBeSeenAsANumber() {
    Document page = Reports.parsed(Reports.saying(Reports.HOSTILE));
    String shown = page.select(".verdict p").text();
    assertTrue(shown.startsWith("\"'></title></style></script><script>document.title"), shown);
    assertTrue(shown.contains("\\u{202e}txt.exe\\u{7}\\u{a}line`${1+1}"), shown);
    String title = page.select(".cells i").first().attr("title");
    assertEquals(shown, title);
  }

  @Test
  void nothingInvisibleIsLeftAnywhere() {
    String page =
        new String(HtmlPage.of(Reports.saying("a\u202Eb\u2066c\u0000d\u007F\u200Be")), UTF_8);
    assertTrue(
        page.chars().allMatch(c -> c == '\n' || !Character.isISOControl(c)), "a control character");
    assertTrue(
        page.chars().noneMatch(c -> Character.getType(c) == Character.FORMAT), "a format one");
  }

  @Test
  void aHugeNameIsCutAndItsLengthSaid() {
    Document page = Reports.parsed(Reports.saying("n".repeat(100_000)));
    assertTrue(page.select("td.name").first().text().endsWith("n\u2026 (100,000 characters)"));
    assertTrue(page.select(".subject").text().length() < 5000);
  }

  @Test
  void halfACharacterIsNoReasonToFail() {
    Document page = Reports.parsed(Reports.saying("\uD83D"));
    assertEquals("\\u{d83d}", page.select(".verdict p").text());
  }

  @Test
  void thePolicyAllowsThePagesOwnStyleAndScriptAndNothingElse() throws Exception {
    Document page = Reports.parsed(Reports.saying("plain"));
    assertEquals(
        "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
            .formatted(hash(page, "style"), hash(page, "script")),
        page.select("meta[http-equiv=Content-Security-Policy]").attr("content"));
    assertEquals(0, page.select("[style]").size());
    assertEquals(0, page.select("[src], [href]").size());
  }

  private static String hash(Document page, String element) throws Exception {
    byte[] text = page.select(element).first().data().getBytes(UTF_8);
    return "sha256-"
        + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
  }

  @Test
  void thePolicyComesBeforeAllThatItGoverns() {
    Document page = Reports.parsed(Reports.saying("plain"));
    List<String> head = page.head().children().eachAttr("http-equiv");
    assertEquals("Content-Security-Policy", head.getFirst());
    assertEquals(1, page.select("meta[http-equiv]").first().elementSiblingIndex());
  }

  @Test
  void headingsAreInOrderAndHeadersOfTablesSayWhatTheyAreAbout() {
    Document page = Reports.parsed(Reports.saying("plain"));
    assertEquals("en", page.select("html").attr("lang"));
    assertEquals(1, page.select("h1").size());
    int level = 0;
    for (Element heading : page.select("h1, h2, h3, h4")) {
      int next = heading.tagName().charAt(1) - '0';
      assertTrue(next <= level + 1, heading + " follows a heading of level " + level);
      level = next;
    }
    assertEquals(0, page.select("th:not([scope])").size());
    for (Element section : page.select("main > section, figure, .scroll")) {
      String label = section.attr("aria-labelledby");
      assertTrue(
          section.hasAttr("aria-label") || page.getElementById(label) != null, section.tagName());
    }
  }

  @Test
  void theVerdictComesFirstAndWhatToDoBeforeWhatItRestsOn() {
    Document page = Reports.parsed(Reports.saying("plain"));
    assertEquals(
        List.of(
            "verdict-title",
            "remedies-title",
            "rotation-title",
            "coverage-title",
            "map-title",
            "timeline-title",
            "table-1-title",
            "limits-title",
            "evidence-title"),
        page.select("main > section").eachAttr("aria-labelledby"));
  }

  @ParameterizedTest
  @EnumSource
  void aFigureIsNeverGreenBesideAVerdictThatIsNot(Tone verdict) {
    HtmlReport.Figure none = new HtmlReport.Figure("objects by name", "0", Tone.GOOD);
    Document page = Reports.parsed(concluding(verdict, none));
    assertEquals(
        verdict == Tone.GOOD ? "t-good" : "t-neutral",
        page.select(".figures div").first().className());
  }

  @Test
  void noRowOfFiguresIsNearlyEmpty() {
    HtmlReport.Figure figure = new HtmlReport.Figure("files", "1", Tone.NEUTRAL);
    for (int count = 1; count <= 24; count++) {
      HtmlReport.Figure[] figures =
          Collections.nCopies(count, figure).toArray(HtmlReport.Figure[]::new);
      int inRow = concluding(Tone.GOOD, figures).figuresInRow();
      int last = (count - 1) % inRow + 1;
      assertTrue(inRow <= 8 && inRow - last <= 2, count + " figures, " + inRow + " in a row");
    }
  }

  private static HtmlReport concluding(Tone verdict, HtmlReport.Figure... figures) {
    return new HtmlReport(
        "Case",
        "case-7",
        new HtmlReport.Conclusion(verdict, "Nothing", "Nothing was found."),
        List.of(figures),
        List.of(),
        Rotation.NONE,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new Evidence(List.of(), List.of(), 0));
  }

  @Test
  void aLongListOfNamesIsFoldedAndWhole() {
    Document page = Reports.parsed(Reports.saying("plain"));
    assertEquals(12, page.select("#rotation > .names li").size());
    assertEquals(8, page.select("#rotation details .names li").size());
    assertEquals("8 more", page.select("#rotation summary").text());
  }

  @Test
  void aNameBreaksBehindItsSignsOnly() {
    assertEquals(List.of("unix://", "run/", "kms.sock"), NamePieces.of("unix://run/kms.sock"));
    assertEquals(
        List.of("k8s:", "enc:", "aescbc:", "v1:", "k-", "2026-01-02T16:02:40Z", ":"),
        NamePieces.of("k8s:enc:aescbc:v1:k-2026-01-02T16:02:40Z:"));
    assertEquals(List.of("/registry/", "secrets/"), NamePieces.of("/registry/secrets/"));
    assertEquals(
        List.of("revision 97, ", "2026-11-24T15:46:53Z", " *"),
        NamePieces.of("revision 97, 2026-11-24T15:46:53Z *"));
    assertTrue(NamePieces.isTime("2026-11-24T15:46:53Z"));
    assertEquals(List.of(""), NamePieces.of(""));
    assertEquals(32, NamePieces.of("a/".repeat(1000)).size());
    assertEquals("a/".repeat(1000), String.join("", NamePieces.of("a/".repeat(1000))));
  }

  @Test
  void aCommandIsShownWithAllItsBlanks() {
    String command = "snapseal get 'a  b.db' --offset 5 ";
    assertEquals(command, String.join(" ", CommandWords.of(command)));
    assertEquals(200, CommandWords.of(" ".repeat(1000)).size());
    Document page = Reports.parsed(Reports.saying(command));
    assertEquals(command, page.select(".remedies code").first().wholeText());
  }

  @Test
  void aColumnThatIsEmptyInEveryRowIsLeftOut() {
    DataTable table =
        new DataTable(
            "Hits",
            List.of(
                DataTable.Header.name("Object"),
                DataTable.Header.number("Page"),
                DataTable.Header.mark("Rule")),
            List.of(List.of("", "", "SS019"), List.of("secrets prod/db", "", "SS018")),
            0,
            "");
    assertEquals(
        List.of("Object", "Rule"), table.headers().stream().map(DataTable.Header::label).toList());
    assertEquals(List.of(List.of("", "SS019"), List.of("secrets prod/db", "SS018")), table.rows());
    assertEquals(List.of("name w16 p16", "mark"), table.headClasses());
  }

  @Test
  void everyColourInADrawingHasAWordInALegend() {
    Document page = Reports.parsed(Reports.saying("plain"));
    assertEquals(1, page.select(".map .legend li").size());
    assertEquals("plain plain", page.select(".map .legend li").text());
    assertEquals("plain 288", page.select(".timeline .legend li").text());
    assertFalse(page.select(".cells i").first().attr("title").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "&<>\"'&<>\"'&<>\"'&<>\"'", "\u202E\u202E\u202E\u202E"})
  void thePageStaysSmallWhateverIsInIt(String unit) {
    int length = HtmlPage.of(Reports.full(unit.repeat(500))).length;
    assertTrue(length < 5 * MEBIBYTE, length + " bytes");
  }

  @Test
  void whatIsEmptyIsLeftOut() {
    Document page = Reports.parsed(concluding(Tone.NEUTRAL));
    assertEquals(List.of("verdict", "evidence"), page.select("main > section").eachAttr("id"));
    assertEquals("Case report", page.select("h1").text());
  }

  @Test
  void everyPaintHasAColour() {
    String style = Reports.parsed(Reports.saying("plain")).select("style").first().data();
    for (Paint paint : Paint.values()) {
      assertTrue(style.matches("(?s).*[.]" + paint.cssClass() + "[ ,].*"), paint.cssClass());
    }
    IntStream.range(0, 9).forEach(place -> assertTrue(Paint.ofKey(place) != null));
  }
}
