package dev.snapseal.tools.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Text cut to what a terminal is wide. A word is never broken, so that names and paths can be
/// copied.
public final class WrappedText {
  private static final String CUT = "...";

  private WrappedText() {}

  /// Prints a text, its later lines behind a number of blanks.
  public static void print(PrintWriter out, String text, int hanging, int columns) {
    List<String> lines = lines(text, hanging, columns);
    out.println(lines.getFirst());
    lines.stream().skip(1).forEach(line -> out.println(" ".repeat(hanging) + line));
  }

  /// The lines of a text that may be `width` long.
  static List<String> lines(String text, int width) {
    return lines(text, 0, width);
  }

  /// The lines of a text, all but the first without the blanks that belong before them.
  private static List<String> lines(String text, int hanging, int columns) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    int width = columns;
    while (rest.length() > width) {
      int indent = rest.length() - rest.stripLeading().length();
      int blank = rest.lastIndexOf(' ', width);
      if (blank <= indent) {
        blank = rest.indexOf(' ', Math.max(width, indent));
      }
      if (blank < 0) {
        break;
      }
      lines.add(rest.substring(0, blank).stripTrailing());
      rest = rest.substring(blank).stripLeading();
      width = columns - hanging;
    }
    lines.add(rest);
    return lines;
  }

  /// A text of at most `width` characters: its beginning and its end, which tell names of one kind
  /// apart.
  public static String clipped(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int kept = Math.max(width - CUT.length(), 0);
    int tail = kept / 3;
    String clipped = text.substring(0, kept - tail) + CUT + text.substring(text.length() - tail);
    return clipped.substring(0, Math.min(width, clipped.length()));
  }

  /// The same of what to do: a command that ends it keeps a line of its own, whole, to be pasted.
  static void printAction(PrintWriter out, String text, int indent, int columns) {
    int command = AuditWords.commandAt(text);
    if (text.length() <= columns || command == text.length()) {
      print(out, text, indent, columns);
      return;
    }
    print(out, text.substring(0, command).stripTrailing(), indent, columns);
    out.println(" ".repeat(indent) + text.substring(command));
  }
}
