package dev.snapseal.tools.report.html;

import dev.snapseal.tools.report.SafeText;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A table that can be filtered. Columns that are empty in every row are left out.
///
/// @param title its heading
/// @param headers one for each column
/// @param rows at most [#MAX_ROWS]; their texts are cut to [#MAX_TEXT] characters
/// @param omitted how many rows more there would be
/// @param elsewhere where those are, such as `-o json lists them`
public record DataTable(
    String title, List<Header> headers, List<List<String>> rows, long omitted, String elsewhere) {
  /// So that the page stays small, whatever was found.
  public static final int MAX_ROWS = 600;

  static final int MAX_TEXT = 160;

  private static final int MAX_LABEL = 24;

  /// What a column holds.
  public enum Content {
    TEXT,
    NUMBER,
    /// Names and keys, which break behind the signs that part them.
    NAME,
    /// An offset, and the way through what was decoded there.
    PLACE,
    /// A word of few, shown as a mark.
    MARK
  }

  public record Header(String label, Content content) {
    /// Cuts the label: where the screen is narrow, every cell repeats it.
    public Header {
      label = SafeText.visible(label, MAX_LABEL);
    }

    public String cssClass() {
      return content.name().toLowerCase(Locale.ROOT);
    }

    public static Header text(String label) {
      return new Header(label, Content.TEXT);
    }

    public static Header number(String label) {
      return new Header(label, Content.NUMBER);
    }

    public static Header name(String label) {
      return new Header(label, Content.NAME);
    }

    public static Header place(String label) {
      return new Header(label, Content.PLACE);
    }

    public static Header mark(String label) {
      return new Header(label, Content.MARK);
    }
  }

  public DataTable {
    int columns = headers.size();
    if (rows.size() > MAX_ROWS) {
      throw new IllegalArgumentException(rows.size() + " rows are more than " + MAX_ROWS);
    }
    if (rows.stream().anyMatch(row -> row.size() != columns)) {
      throw new IllegalArgumentException("a row has not %d cells".formatted(columns));
    }
    List<List<String>> all = rows;
    List<Integer> used =
        IntStream.range(0, columns)
            .filter(column -> all.stream().anyMatch(row -> !row.get(column).isEmpty()))
            .boxed()
            .toList();
    headers = used.stream().map(headers::get).toList();
    rows =
        rows.stream()
            .map(
                row ->
                    used.stream()
                        .map(column -> SafeText.visible(row.get(column), MAX_TEXT))
                        .toList())
            .toList();
  }

  /// What each column's head is for the style sheet: what the column holds, and its width on a
  /// screen and in print.
  public List<String> headClasses() {
    List<Integer> screen = ColumnWidths.of(ColumnWidths.Medium.SCREEN, headers, rows);
    List<Integer> print = ColumnWidths.of(ColumnWidths.Medium.PRINT, headers, rows);
    return IntStream.range(0, headers.size())
        .mapToObj(
            column -> {
              String content = headers.get(column).cssClass();
              return screen.get(column) == 0
                  ? content
                  : "%s w%d p%d".formatted(content, screen.get(column), print.get(column));
            })
        .toList();
  }
}
