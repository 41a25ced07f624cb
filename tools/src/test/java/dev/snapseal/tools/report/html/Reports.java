package dev.snapseal.tools.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/// Reports for tests, no command needed.
final class Reports {
  /// What tries to be more than text: markup, an end of every place where text can stand, a
  /// right-to-left override, a bell, a line's end.
  static final String HOSTILE =
      "\"'></title></style></script><script>document.title='owned'</script>"
          + "<img src=x onerror=document.title='owned'>\u202Etxt.exe\u0007\nline`${1+1}";

  private Reports() {}

  /// A report that says the same text in every place where a name or a sentence can stand.
  static HtmlReport saying(String text) {
    return of(
        text,
        Collections.nCopies(20, new Rotation.Item(text, text)),
        new DataTable(text, headers(text), List.of(row(text), row(text)), 3, text));
  }

  /// A report with as much of everything as there can be.
  static HtmlReport full(String text) {
    return of(
        text,
        Collections.nCopies(Rotation.MAX_ITEMS, new Rotation.Item(text, text)),
        new DataTable(
            text,
            headers(text),
            Collections.nCopies(DataTable.MAX_ROWS, row(text)),
            299_400,
            text));
  }

  static Document parsed(HtmlReport report) {
    return Jsoup.parse(new String(HtmlPage.of(report), UTF_8));
  }

  private static List<DataTable.Header> headers(String text) {
    return List.of(
        DataTable.Header.name(text),
        DataTable.Header.text(text),
        DataTable.Header.mark(text),
        DataTable.Header.place("place"),
        DataTable.Header.number("n"));
  }

  private static List<String> row(String text) {
    return List.of(text, text, text, "5-GZIP-9", "7");
  }

  private static HtmlReport of(String text, List<Rotation.Item> items, DataTable table) {
    return new HtmlReport(
        text,
        text,
        new HtmlReport.Conclusion(Tone.ALARM, text, text),
        List.of(new HtmlReport.Figure(text, text, Tone.GOOD)),
        List.of(
            new HtmlReport.Remedy(
                Tone.CAUTION,
                text,
                text,
                text,
                2,
                text,
                text,
                List.of(text),
                text,
                Optional.of(text))),
        new Rotation(List.of(new Rotation.Group(text, text, items, 3, text))),
        Optional.of(
            new Coverage(
                10,
                5,
                List.of(new Coverage.Region(text, 10, true, Paint.STRUCTURE)),
                List.of(new Coverage.Gap(text, text, OptionalLong.of(5))),
                2)),
        List.of(
            new CellMap(
                text,
                text,
                List.of(new CellMap.Kind(text, Paint.READABLE, text)),
                Collections.nCopies(2400, new CellMap.Cell(Paint.READABLE, text)),
                text,
                text)),
        List.of(
            new Timeline(
                text,
                text,
                text,
                List.of(new Timeline.Series(text, Paint.KEY_1)),
                Collections.nCopies(96, new Timeline.Column(text, text, List.of(3L))),
                text,
                3)),
        List.of(table),
        List.of(text),
        new Evidence(
            List.of(new Evidence.Fact("Case number", text), new Evidence.Fact("Examiner", text)),
            List.of(new Evidence.Input(text, List.of(new Evidence.Fact(text, text)))),
            2));
  }
}
