package dev.snapseal.tools.report.html;

import dev.snapseal.tools.report.SafeText;
import java.util.ArrayList;
import java.util.List;

/// Where a command breaks that is too long for its line: between its words. A browser alone breaks
/// an option behind its first hyphen.
public final class CommandWords {
  /// Names in it may be crafted.
  private static final int MAX_WORDS = 200;

  private CommandWords() {}

  /// The words; with a blank between each two of them they are what the page shows of the command.
  public static List<String> of(String command) {
    String visible = SafeText.visible(command, HtmlPage.MAX_TEXT);
    List<String> words = new ArrayList<>();
    int start = 0;
    int blank = visible.indexOf(' ');
    while (blank >= 0 && words.size() < MAX_WORDS - 1) {
      words.add(visible.substring(start, blank));
      start = blank + 1;
      blank = visible.indexOf(' ', start);
    }
    words.add(visible.substring(start));
    return words;
  }
}
