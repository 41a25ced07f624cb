package dev.snapseal.tools.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Columns of text, as wide as their widest cell; numbers are set to the right.
///
/// On a terminal that is too narrow for them, names are cut in their middle, and a last column of
/// text is wrapped, or moved below its row where little room is left for it.
public final class TextTable {
  private static final String GAP = "  ";
  private static final int NARROWEST_NAME = 12;
  private static final int NARROWEST_TEXT = 20;
  private static final int INDENT_BELOW = 10;

  private final List<String> head;
  private final boolean[] right;
  private final List<List<String>> rows = new ArrayList<>();

  /// @param head names of the columns; one that begins with `>` is set to the right
  public TextTable(String... head) {
    this.head = Arrays.stream(head).map(h -> h.startsWith(">") ? h.substring(1) : h).toList();
    this.right = new boolean[head.length];
    for (int i = 0; i < head.length; i++) {
      right[i] = head[i].startsWith(">");
    }
  }

  public TextTable row(String... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + head.size() + " columns");
    }
    rows.add(Arrays.stream(cells).map(SafeText::forTerminal).toList());
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// Writes the table.
  ///
  /// @param columns how long a line may be
  public void print(PrintWriter out, int columns) {
    int[] widths = widths();
    int last = widths.length - 1;
    if (sum(widths) <= columns) {
      print(row -> out.println(line(row, widths, widths.length)));
    } else if (right[last]) {
      narrow(widths, columns);
      print(row -> out.println(line(row, widths, widths.length)));
    } else {
      int before = sum(widths) - widths[last];
      print(
          row -> {
            if (columns - before >= NARROWEST_TEXT) {
              beside(out, row, widths, columns);
            } else {
              below(out, row, widths, columns);
            }
          });
    }
  }

  private interface RowPrinter {
    void print(List<String> row);
  }

  private void print(RowPrinter printer) {
    printer.print(head);
    rows.forEach(printer::print);
  }

  /// The last cell in lines of its own width.
  private void beside(PrintWriter out, List<String> row, int[] widths, int columns) {
    int last = widths.length - 1;
    int hanging = sum(widths) - widths[last];
    String start = line(row, widths, last);
    String padded = start + " ".repeat(hanging - start.length());
    List<String> lines = WrappedText.lines(row.get(last), columns - hanging);
    out.println((padded + lines.getFirst()).stripTrailing());
    lines.stream().skip(1).forEach(line -> out.println(" ".repeat(hanging) + line));
  }

  private void below(PrintWriter out, List<String> row, int[] widths, int columns) {
    int last = widths.length - 1;
    out.println(line(row, widths, last));
    if (!row.get(last).isEmpty()) {
      String indent = " ".repeat(INDENT_BELOW);
      WrappedText.lines(row.get(last), columns - INDENT_BELOW)
          .forEach(line -> out.println(indent + line));
    }
  }

  private int[] widths() {
    return IntStream.range(0, head.size())
        .map(
            i ->
                rows.stream()
                    .mapToInt(row -> row.get(i).length())
                    .reduce(head.get(i).length(), Math::max))
        .toArray();
  }

  private static int sum(int[] widths) {
    return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
  }

  /// Takes from the widest column of names until all fit, or until none is left to take from.
  private void narrow(int[] widths, int columns) {
    while (sum(widths) > columns) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (!right[i] && widths[i] > NARROWEST_NAME && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  /// The first `count` cells of a row.
  private String line(List<String> row, int[] widths, int count) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String cell = WrappedText.clipped(row.get(i), widths[i]);
      String padding = " ".repeat(widths[i] - cell.length());
      line.append(right[i] ? padding + cell : cell + padding).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
