package dev.snapseal.tools.report.html;

import dev.snapseal.tools.report.SafeText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a name or a path breaks that is too long for its line: behind the signs that part it, so
/// that no digit is torn off a number while there is room elsewhere.
public final class NamePieces {
  private static final String SIGNS = "/:!";

  /// As reports write it.
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

  /// A lone slash does not stand at the end of a line.
  private static final int LEAST = 2;

  /// A crafted name is nothing but signs.
  private static final int MAX_PIECES = 32;

  private NamePieces() {}

  /// The text in pieces, which together are what the page shows of it.
  public static List<String> of(String text) {
    String visible = SafeText.visible(text, HtmlPage.MAX_TEXT);
    BitSet times = endsOfTimes(visible);
    List<String> pieces = new ArrayList<>();
    int start = 0;
    for (int i = 1; i < visible.length() && pieces.size() < MAX_PIECES - 1; i++) {
      if (i - start >= LEAST && (times.get(i) || isEnd(visible, i))) {
        pieces.add(visible.substring(start, i));
        start = i;
      }
    }
    pieces.add(visible.substring(start));
    return pieces;
  }

  /// Whether a piece is a moment, which stays on one line.
  public static boolean isTime(String piece) {
    return TIME.matcher(piece).matches();
  }

  /// Where moments begin and end.
  private static BitSet endsOfTimes(String text) {
    BitSet ends = new BitSet();
    Matcher time = TIME.matcher(text);
    while (time.find()) {
      ends.set(time.start());
      ends.set(time.end());
    }
    return ends;
  }

  /// Whether a piece ends before this character: several signs, as in `unix://`, stay together, and
  /// so does a time of day.
  private static boolean isEnd(String text, int at) {
    boolean isTime = text.charAt(at - 1) == ':' && isDigit(text.charAt(at));
    return SIGNS.indexOf(text.charAt(at - 1)) >= 0 && SIGNS.indexOf(text.charAt(at)) < 0 && !isTime;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
