package dev.snapseal.crypto.config;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations and quotations as Go reads and prints them.
///
/// @see <a href="https://github.com/golang/go/blob/go1.25.0/src/time/format.go">Go time/format.go:
///   `ParseDuration`</a>
final class GoText {
  private static final Pattern PART = Pattern.compile("([0-9]*)(?:\\.([0-9]*))?([^0-9.]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoText() {}

  /// A character in single quotes.
  static String quoted(char c) {
    return switch (c) {
      case '\'' -> "'\\''";
      case '\\' -> "'\\\\'";
      case '\t' -> "'\\t'";
      case '\n' -> "'\\n'";
      case '\r' -> "'\\r'";
      default -> c < 0x20 ? String.format("'\\x%02x'", (int) c) : "'" + c + "'";
    };
  }

  /// A text in double quotes.
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c < 0x20 ? String.format("\\x%02x", (int) c) : c);
      }
    }
    return quoted.append('"').toString();
  }

  /// Reads a duration such as `3s`, `1m30s` or `-1.5h`.
  ///
  /// @return nanoseconds
  static long nanoseconds(String text) throws InvalidDurationException {
    String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return 0;
    }
    if (rest.isEmpty()) {
      throw new InvalidDurationException("time: invalid duration " + quoted(text));
    }
    BigInteger total = BigInteger.ZERO;
    Matcher part = PART.matcher(rest);
    while (!rest.isEmpty()) {
      part.reset(rest).lookingAt();
      total = total.add(nanoseconds(part, text));
      rest = rest.substring(part.end());
    }
    if (total.bitLength() > 63) {
      throw new InvalidDurationException("time: invalid duration " + quoted(text));
    }
    return text.startsWith("-") ? -total.longValue() : total.longValue();
  }

  private static BigInteger nanoseconds(Matcher part, String text) throws InvalidDurationException {
    String whole = part.group(1);
    String fraction = Optional.ofNullable(part.group(2)).orElse("");
    if ((whole.isEmpty() && fraction.isEmpty()) || whole.length() > 19 || fraction.length() > 64) {
      throw new InvalidDurationException("time: invalid duration " + quoted(text));
    }
    String unit = part.group(3);
    if (unit.isEmpty()) {
      throw new InvalidDurationException("time: missing unit in duration " + quoted(text));
    }
    Long scale = UNITS.get(unit);
    if (scale == null) {
      throw new InvalidDurationException(
          "time: unknown unit " + quoted(unit) + " in duration " + quoted(text));
    }
    BigInteger scaled = new BigInteger("0" + whole + fraction).multiply(BigInteger.valueOf(scale));
    return scaled.divide(BigInteger.TEN.pow(fraction.length()));
  }

  /// Prints a duration: `0s`, `-1s`, `1m30s`, `500ms`.
  static String duration(long nanoseconds) {
    BigInteger value = BigInteger.valueOf(nanoseconds).abs();
    String sign = nanoseconds < 0 ? "-" : "";
    if (nanoseconds == 0) {
      return "0s";
    }
    if (value.bitLength() < 31 && value.intValue() < 1_000_000_000) {
      int small = value.intValue();
      return sign
          + (small < 1_000
              ? small + "ns"
              : small < 1_000_000
                  ? decimal(small, 1_000) + "\u00b5s"
                  : decimal(small, 1_000_000) + "ms");
    }
    BigInteger[] minutes = value.divideAndRemainder(BigInteger.valueOf(60_000_000_000L));
    String seconds = decimal(minutes[1].longValue(), 1_000_000_000) + "s";
    long wholeMinutes = minutes[0].longValue();
    String before =
        wholeMinutes == 0
            ? ""
            : wholeMinutes < 60
                ? wholeMinutes + "m"
                : wholeMinutes / 60 + "h" + wholeMinutes % 60 + "m";
    return sign + before + seconds;
  }

  private static String decimal(long value, long unit) {
    return java.math.BigDecimal.valueOf(value)
        .divide(java.math.BigDecimal.valueOf(unit))
        .stripTrailingZeros()
        .toPlainString();
  }

  /// A text is no duration.
  static final class InvalidDurationException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidDurationException(String message) {
      super(message);
    }
  }
}
