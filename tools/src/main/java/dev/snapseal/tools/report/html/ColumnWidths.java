package dev.snapseal.tools.report.html;

import dev.snapseal.tools.report.html.DataTable.Content;
import dev.snapseal.tools.report.html.DataTable.Header;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// How many characters wide the columns of a table are, so that it fits the page if that is
/// possible at all: a browser alone gives most to the column with the longest text, and tears names
/// apart.
final class ColumnWidths {
  /// Where a table is shown; the numbers follow from the sizes of letters in the style sheet.
  enum Medium {
    SCREEN(142, 3),
    PRINT(114, 2);

    private final int page;
    private final int margins;

    /// @param page what it has room for
    /// @param margins what those of a cell take
    Medium(int page, int margins) {
      this.page = page;
      this.margins = margins;
    }
  }

  /// Widths come in steps: each is a class of the style sheet.
  private static final int STEP = 4;

  private static final int LEAST = 8;

  /// A word or a part of a name that is longer is torn.
  private static final int MOST_OF_WORD = 24;

  private final Medium medium;
  private final List<Header> headers;
  private final List<List<String>> rows;

  private ColumnWidths(Medium medium, List<Header> headers, List<List<String>> rows) {
    this.medium = medium;
    this.headers = headers;
    this.rows = rows;
  }

  /// A width for each column; 0 for those whose texts are short and never wrap.
  static List<Integer> of(Medium medium, List<Header> headers, List<List<String>> rows) {
    return new ColumnWidths(medium, headers, rows).widths();
  }

  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    List<Integer> least = new ArrayList<>();
    for (int column = 0; column < headers.size(); column++) {
      int most = most(headers.get(column).content());
      widths.add(Math.min(most, inSteps(longestText(column))));
      least.add(inSteps(Math.min(MOST_OF_WORD, longestWord(column) + 1)));
    }
    int room = roomForThoseThatWrap();
    Optional<Integer> widest = widest(widths, least);
    while (widest.isPresent() && widths.stream().mapToInt(Integer::intValue).sum() > room) {
      widths.set(widest.get(), widths.get(widest.get()) - STEP);
      widest = widest(widths, least);
    }
    return List.copyOf(widths);
  }

  private int roomForThoseThatWrap() {
    int room = medium.page;
    for (int column = 0; column < headers.size(); column++) {
      Header header = headers.get(column);
      boolean wraps = most(header.content()) > 0;
      int itself = Math.max(longestText(column), longestWord(header.label()));
      room -= medium.margins + (wraps ? 0 : itself);
    }
    return room;
  }

  /// The column that is to give way, long sentences before names; empty if none can any more.
  private Optional<Integer> widest(List<Integer> widths, List<Integer> least) {
    return IntStream.range(0, widths.size())
        .boxed()
        .filter(column -> widths.get(column) > least.get(column))
        .max(
            Comparator.comparing((Integer column) -> isLongSentence(column, widths.get(column)))
                .thenComparing(widths::get));
  }

  private boolean isLongSentence(int column, int width) {
    return headers.get(column).content() == Content.TEXT && width > MOST_OF_WORD;
  }

  /// What a column gets before its texts wrap; 0 of those that do not.
  private static int most(Content content) {
    return switch (content) {
      case TEXT, NAME -> 40;
      case PLACE -> 20;
      case NUMBER, MARK -> 0;
    };
  }

  private static int inSteps(int characters) {
    return Math.max(LEAST, Math.ceilDiv(characters, STEP) * STEP);
  }

  private int longestText(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private int longestWord(int column) {
    return rows.stream().mapToInt(row -> longestWord(row.get(column))).max().orElse(0);
  }

  /// What of a text does not wrap.
  private static int longestWord(String text) {
    int longest = 0;
    for (String piece : NamePieces.of(text)) {
      int start = 0;
      for (int i = 0; i <= piece.length(); i++) {
        if (i == piece.length() || piece.charAt(i) == ' ') {
          longest = Math.max(longest, i - start);
          start = i + 1;
        }
      }
    }
    return longest;
  }
}
