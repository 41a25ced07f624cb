package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/// Reads what stands between quotes.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, section 7</a>
final class PieceQuotes {
  private static final int UNICODE_DIGITS = 4;

  private PieceQuotes() {}

  /// What a text between quotes stands for.
  ///
  /// @param text ISO 8859-1 of UTF-8, and so is what is returned
  /// @param mark the quotation mark; only between double ones a backslash means something
  static String unescaped(String text, char mark) {
    if (mark != '"' || text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (sign != '\\' || i + 1 == text.length()) {
        out.append(sign);
        continue;
      }
      char code = text.charAt(++i);
      if (code == 'u' && isUnicode(text, i + 1)) {
        out.append(utf8((char) HexFormat.fromHexDigits(text, i + 1, i + 1 + UNICODE_DIGITS)));
        i += UNICODE_DIGITS;
      } else {
        out.append(plain(code));
      }
    }
    return out.toString();
  }

  private static boolean isUnicode(String text, int at) {
    return at + UNICODE_DIGITS <= text.length()
        && text.substring(at, at + UNICODE_DIGITS).chars().allMatch(HexFormat::isHexDigit);
  }

  private static String utf8(char sign) {
    byte[] bytes = String.valueOf(sign).getBytes(UTF_8);
    return new String(bytes, ISO_8859_1);
  }

  private static char plain(char code) {
    return switch (code) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> code;
    };
  }
}
