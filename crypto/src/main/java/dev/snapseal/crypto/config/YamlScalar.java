package dev.snapseal.crypto.config;

import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/// What a plain scalar means in YAML 1.1 as Kubernetes reads it: `yes` is a boolean, `0777` an
/// octal number.
///
/// @see <a
///   href="https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/goyaml.v2/resolve.go">sigs.k8s.io/yaml
///   goyaml.v2/resolve.go</a>
final class YamlScalar {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> NOT_FINITE =
      Set.of(
          ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
          "-.Inf", "-.INF");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(?:0|[1-9][0-9]*|0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
  private static final int NUMBER_LENGTH_MAX = 100;

  private YamlScalar() {}

  /// The meaning of a scalar without quotes and without a tag.
  static ConfigNode plain(String text) {
    if (TRUE.contains(text)) {
      return new ConfigNode.Bool(true);
    }
    if (FALSE.contains(text)) {
      return new ConfigNode.Bool(false);
    }
    if (NULL.contains(text)) {
      return new ConfigNode.Null();
    }
    return isNumber(text) ? new ConfigNode.Numeral(json(text)) : new ConfigNode.Text(text);
  }

  private static boolean isNumber(String text) {
    if (text.length() > NUMBER_LENGTH_MAX) {
      return false;
    }
    if (NOT_FINITE.contains(text)) {
      return true;
    }
    String digits = text.replace("_", "");
    boolean begins = "+-.0123456789".indexOf(text.charAt(0)) >= 0;
    return begins && (INTEGER.matcher(digits).matches() || FLOAT.matcher(digits).matches());
  }

  /// The number as JSON writes it, as far as an integer is concerned; others keep their text.
  private static String json(String text) {
    String digits = text.replace("_", "");
    String sign = digits.startsWith("-") ? "-" : "";
    String bare = digits.startsWith("-") || digits.startsWith("+") ? digits.substring(1) : digits;
    if (!INTEGER.matcher(digits).matches()) {
      return digits;
    }
    return sign + magnitude(bare);
  }

  private static BigInteger magnitude(String bare) {
    if (bare.length() < 2 || bare.charAt(0) != '0') {
      return new BigInteger(bare);
    }
    return switch (bare.charAt(1)) {
      case 'x', 'X' -> new BigInteger(bare.substring(2), 16);
      case 'b', 'B' -> new BigInteger(bare.substring(2), 2);
      case 'o', 'O' -> new BigInteger(bare.substring(2), 8);
      default -> new BigInteger(bare, 8);
    };
  }
}
