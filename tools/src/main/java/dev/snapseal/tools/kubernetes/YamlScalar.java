package dev.snapseal.tools.kubernetes;

import dev.snapseal.tools.report.SafeText;
import java.util.Locale;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/// How one string stands in YAML, so that every reader, of YAML 1.1 or 1.2, takes it for that
/// string.
///
/// kubectl reads YAML 1.1, where `yes`, `0123`, `1e3`, `1:30` and `2026-01-01` are no strings. All
/// of those begin with a digit, a sign or a dot, or are one of a few words; so what begins with a
/// letter or a slash, holds only characters without a meaning and is no such word, needs no quotes.
///
/// @see <a href="https://yaml.org/type/bool.html">YAML 1.1 bool</a>
final class YamlScalar {
  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");

  private static final String PLAIN_BESIDES_LETTERS = "0123456789_./-+=:@";

  private YamlScalar() {}

  /// Without quotes if that is safe, otherwise in double quotes, which can say any string.
  static ScalarStyle onOneLine(String text) {
    return isPlain(text) ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
  }

  /// Whether the string may be written as a literal block: several lines, all of them printable,
  /// where neither indentation nor the ends of lines depend on blanks.
  static boolean isLiteral(String text) {
    if (text.indexOf('\n') < 0 || text.charAt(0) == '\n') {
      return false;
    }
    char before = '\n';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isAtBorder = before == '\n' || i + 1 == text.length() || text.charAt(i + 1) == '\n';
      boolean isBlank = c == ' ' || c == '\t';
      boolean isIndentation = isBlank && before == '\n' && c == ' ' && isIndentable(text, i);
      if (isBlank ? isAtBorder && !isIndentation : c != '\n' && !isPrintableAt(text, i)) {
        return false;
      }
      before = c;
    }
    return true;
  }

  /// Blanks that begin a line other than the first, and are followed by something.
  private static boolean isIndentable(String text, int start) {
    int i = start;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return start > 0 && i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\t';
  }

  /// Half of a surrogate pair becomes U+FFFD, as in the API server's own JSON.
  static String withoutLoneSurrogates(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isPlain(String text) {
    if (text.isEmpty() || !(isLetter(text.charAt(0)) || text.charAt(0) == '/')) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isLetter(text.charAt(i)) && PLAIN_BESIDES_LETTERS.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return !text.endsWith(":") && !WORDS.contains(text.toLowerCase(Locale.ROOT));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /// Whether the character needs no escape: not a control, a line break of any standard, a blank
  /// that looks like another, what changes the direction of text, or half of a pair.
  private static boolean isPrintableAt(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return (c > ' ' && c < 0x7F) || (c > 0xA0 && c < 0xFFFE && !SafeText.isSteering(c));
  }
}
