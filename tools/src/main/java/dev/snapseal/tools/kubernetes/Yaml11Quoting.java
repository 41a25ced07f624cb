package dev.snapseal.tools.kubernetes;

import java.util.Locale;
import java.util.Set;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/// Which strings stand in YAML without quotes: only those that no reader, of YAML 1.1 or 1.2, takes
/// for anything but a string.
///
/// kubectl reads YAML 1.1, where `yes`, `0123`, `1e3`, `1:30` and `2026-01-01` are no strings. All
/// of those begin with a digit, a sign or a dot, or are one of a few words; so what begins with a
/// letter or a slash, holds only the characters below and is no such word, is safe.
///
/// @see <a href="https://yaml.org/type/bool.html">YAML 1.1 bool</a>
final class Yaml11Quoting extends StringQuotingChecker {
  private static final long serialVersionUID = 1L;

  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");

  private static final String SAFE_BESIDES_LETTERS = "0123456789_./-+=:@";

  @Override
  public boolean needToQuoteName(String name) {
    return !isSafe(name);
  }

  @Override
  public boolean needToQuoteValue(String value) {
    return !isSafe(value);
  }

  private static boolean isSafe(String text) {
    if (text.isEmpty() || !(isLetter(text.charAt(0)) || text.charAt(0) == '/')) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isSafe(text.charAt(i))) {
        return false;
      }
    }
    return !text.endsWith(":") && !WORDS.contains(text.toLowerCase(Locale.ROOT));
  }

  private static boolean isSafe(char c) {
    return isLetter(c) || SAFE_BESIDES_LETTERS.indexOf(c) >= 0;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
