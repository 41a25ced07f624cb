package dev.snapseal.tools.report.html;

import dev.snapseal.tools.report.SafeText;
import java.util.List;
import java.util.Locale;

/// A table that can be filtered.
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

  /// What a column holds.
  public enum Content {
    TEXT,
    NUMBER,
    /// Names and keys, which break anywhere.
    NAME,
    /// A word of few, shown as a mark.
    MARK
  }

  public record Header(String label, Content content) {
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

    public static Header mark(String label) {
      return new Header(label, Content.MARK);
    }
  }

  public DataTable {
    headers = List.copyOf(headers);
    int columns = headers.size();
    if (rows.size() > MAX_ROWS) {
      throw new IllegalArgumentException(rows.size() + " rows are more than " + MAX_ROWS);
    }
    if (rows.stream().anyMatch(row -> row.size() != columns)) {
      throw new IllegalArgumentException("a row has not %d cells".formatted(columns));
    }
    rows =
        rows.stream()
            .map(row -> row.stream().map(text -> SafeText.visible(text, MAX_TEXT)).toList())
            .toList();
  }
}
