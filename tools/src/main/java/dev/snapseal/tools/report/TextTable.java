package dev.snapseal.tools.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Columns of text, as wide as their widest cell; numbers are set to the right.
public final class TextTable {
  private final List<String> head;
  private final boolean[] right;
  private final List<List<String>> rows = new ArrayList<>();

  /// @param head names of the columns; one that begins with `>` is set to the right
  public TextTable(String... head) {
    this.head =
        java.util.Arrays.stream(head).map(h -> h.startsWith(">") ? h.substring(1) : h).toList();
    this.right = new boolean[head.length];
    for (int i = 0; i < head.length; i++) {
      right[i] = head[i].startsWith(">");
    }
  }

  public TextTable row(String... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + head.size() + " columns");
    }
    rows.add(java.util.Arrays.stream(cells).map(SafeText::forTerminal).toList());
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// Writes the table, each line behind `indent`.
  public void print(PrintWriter out, String indent) {
    int[] widths = new int[head.size()];
    measure(head, widths);
    rows.forEach(row -> measure(row, widths));
    out.println(line(head, widths, indent));
    rows.forEach(row -> out.println(line(row, widths, indent)));
  }

  private static void measure(List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  private String line(List<String> row, int[] widths, String indent) {
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      line.append(right[i] ? padding + row.get(i) : row.get(i) + padding).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
