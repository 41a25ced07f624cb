package dev.snapseal.tools.caseindex;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells names from what may be a secret, and what a name says of the value behind it.
final class PieceNames {
  /// Shorter pieces are guessed at once, and stand in every file.
  static final int LEAST_CHARS = 3;

  /// Values of these are where something is, or who somebody is.
  private static final Set<String> NO_SECRET =
      Set.of(
          "host",
          "server",
          "address",
          "addr",
          "hostname",
          "hosts",
          "port",
          "user",
          "username",
          "email",
          "mail",
          "db",
          "dbname",
          "database",
          "databasename",
          "schema",
          "region",
          "zone",
          "scheme",
          "protocol",
          "sslmode",
          "driver",
          "dialect",
          "engine",
          "namespace",
          "name",
          "type",
          "kind",
          "apiversion",
          "encoding",
          "charset",
          "timezone",
          "tz",
          "timeout",
          "level",
          "loglevel",
          "version",
          "replicas",
          "pguser",
          "pghost",
          "pgport",
          "pgdatabase");

  /// A name with one of these says that a secret follows, whatever else it says.
  private static final Pattern SECRET =
      Pattern.compile(
          "pass|pwd|pw\\b|secret|token|key|auth|cred|pin\\b|otp|code|salt|private|sign|cookie|hash");

  /// Words that formats put in front of a secret, and values that are none.
  private static final Set<String> WORDS =
      Set.of(
          "true",
          "false",
          "null",
          "none",
          "yes",
          "off",
          "export",
          "set",
          "authorization",
          "requirepass",
          "masterauth",
          "machine",
          "login",
          "password",
          "passwd",
          "pass",
          "user",
          "username",
          "localhost",
          "http",
          "https");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]{1,253}+");
  private static final Pattern BORDER = Pattern.compile("[^A-Za-z0-9]++|(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern QUANTITY = Pattern.compile("\\d{1,4}+[A-Za-z]{0,2}+");

  /// As long as a name in the DNS can be; regular expressions need a bound.
  private static final int MAX_HOST_CHARS = 260;

  /// Names below well-known domains and of services, addresses, and ports behind them.
  private static final Pattern HOST =
      Pattern.compile(
          "(?:(?:[a-z0-9_-]{1,63}+\\.)+(?:svc|local|localdomain|internal|lan|cluster|com|net|org|io"
              + "|dev|cloud|app|co|de|eu|uk|us|example|test|invalid)\\.?|localhost"
              + "|\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?/?");

  private PieceNames() {}

  /// Whether it can be a name in front of `=` or `:`, and looks like nothing that was made at
  /// random.
  static boolean isName(String text) {
    return (NAME.matcher(text).matches() && !isRandom(text)) || isHost(text);
  }

  private static boolean isHost(String text) {
    return text.length() <= MAX_HOST_CHARS && HOST.matcher(text).matches();
  }

  private static boolean isRandom(String text) {
    int digits = 0;
    int letters = 0;
    boolean hasUpper = false;
    boolean hasLower = false;
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      digits += sign >= '0' && sign <= '9' ? 1 : 0;
      hasUpper |= sign >= 'A' && sign <= 'Z';
      hasLower |= sign >= 'a' && sign <= 'z';
      letters += Character.isLetter(sign) ? 1 : 0;
    }
    boolean isMixed = hasUpper && hasLower && digits > 0 && text.length() >= 12;
    return isMixed || (digits >= 3 && letters > 0 && text.length() >= 8);
  }

  /// Whether the value behind a name is plainly no secret, such as that of `DATABASE_HOST`.
  static boolean isOfNoSecret(String name) {
    return NO_SECRET.contains(lastWord(name)) && !isOfSecret(name);
  }

  static boolean isOfSecret(String name) {
    return SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  private static String lastWord(String name) {
    String last = "";
    for (String word : BORDER.splitAsStream(name).toList()) {
      last = word.isEmpty() ? last : word;
    }
    return last.toLowerCase(Locale.ROOT);
  }

  /// Whether a piece is no secret, whatever stands before it.
  static boolean isPlain(String piece) {
    return piece.length() < LEAST_CHARS
        || WORDS.contains(piece.toLowerCase(Locale.ROOT))
        || isHost(piece);
  }

  /// Whether it is what stands before a token in a header of HTTP.
  static boolean isAuthScheme(String word) {
    return word.equalsIgnoreCase("bearer") || word.equalsIgnoreCase("basic");
  }

  /// Whether it is a number of something, such as `30` and `256Mi`.
  static boolean isQuantity(String piece) {
    return QUANTITY.matcher(piece).matches();
  }
}
