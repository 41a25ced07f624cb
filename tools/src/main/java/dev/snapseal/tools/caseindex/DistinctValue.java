package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.regex.Pattern;

/// Tells values that no two objects have by chance: who has one of these has the same secret as
/// another that has it. Short ones, words, names and addresses stand in many objects and say
/// nothing of each other.
final class DistinctValue {
  private static final int LEAST_BYTES = 8;

  /// From here on even words are a passphrase.
  private static final int LEAST_CHARS_OF_WORDS = 20;

  private static final int MOST_CHARS_OF_NUMBERS = 11;

  private static final Pattern WORDS = Pattern.compile("[A-Za-z]++(?:[ ._/-][A-Za-z0-9]++)*+");
  private static final Pattern NUMBERS = Pattern.compile("[0-9TZ.:+-]++");
  private static final Pattern MAIL = Pattern.compile("[^\\s:/@]++@[a-z0-9.-]++");

  private DistinctValue() {}

  /// Whether a value of a member is one.
  ///
  /// @param layers what it comes to, layer by layer
  static boolean isOne(String member, List<byte[]> layers) {
    return !PieceNames.isOfNoSecret(member)
        && layers.getLast().length > 0
        && layers.stream().allMatch(layer -> isOne(layer, PieceNames.isOfSecret(member)));
  }

  private static boolean isOne(byte[] layer, boolean isOfSecret) {
    if (!ValueText.isText(layer)) {
      return true;
    }
    String text = new String(layer, ISO_8859_1).strip();
    return text.length() >= LEAST_BYTES && !isAddress(text) && !isName(text, isOfSecret);
  }

  private static boolean isAddress(String text) {
    return PieceNames.isPlain(text)
        || text.startsWith("/")
        || (text.contains("://") && text.indexOf('@') < 0 && text.indexOf('=') < 0)
        || MAIL.matcher(text).matches();
  }

  /// With so few digits as names have; what is called a password is no name if it has more than
  /// letters.
  private static boolean isName(String text, boolean isOfSecret) {
    if (text.length() <= MOST_CHARS_OF_NUMBERS && NUMBERS.matcher(text).matches()) {
      return true;
    }
    return text.length() < LEAST_CHARS_OF_WORDS
        && (isOfSecret
            ? text.chars().allMatch(Character::isLetter)
            : text.chars().filter(Character::isDigit).count() <= 2
                && WORDS.matcher(text).matches());
  }
}
