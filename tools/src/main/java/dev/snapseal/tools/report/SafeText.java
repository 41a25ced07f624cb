package dev.snapseal.tools.report;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Text out of a backup made fit for people and for JSON.
public final class SafeText {
  private SafeText() {}

  /// An etcd key as a string; if its bytes are not UTF-8, every byte that is not printable ASCII as
  /// `\xNN`.
  public static String etcdKey(MemorySegment key) {
    return etcdKey(key.toArray(ValueLayout.JAVA_BYTE));
  }

  /// An etcd key as a string; if its bytes are not UTF-8, every byte that is not printable ASCII as
  /// `\xNN`.
  public static String etcdKey(byte[] key) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      return escaped(key);
    }
  }

  /// The text without what could steer a terminal: control and format characters become `?`.
  public static String forTerminal(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(c -> isSafe(c) ? c : '?').forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /// Where a command wrote to, as its `--output` named it.
  static String output(String path) {
    return path.equals("-") ? "standard output" : forTerminal(path);
  }

  /// The text with what cannot be seen, or changes how the rest is seen, written as a number, so
  /// that two texts that differ look different.
  ///
  /// @param limit characters of it that are kept, before it is said how many there were
  public static String visible(String text, int limit) {
    StringBuilder visible = new StringBuilder(Math.min(text.length(), limit) + 16);
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      if (visible.length() >= limit) {
        return visible
            .append("\u2026 (")
            .append(Quantity.count(text.length()))
            .append(" characters)")
            .toString();
      }
      if (isSafe(character)) {
        visible.appendCodePoint(character);
      } else {
        visible.append("\\u{").append(Integer.toHexString(character)).append('}');
      }
      at += Character.charCount(character);
    }
    return visible.toString();
  }

  /// Whether a character beyond the controls of ASCII steers a terminal, breaks a line, or changes
  /// the direction in which others are read, so that they seem to say something else.
  ///
  /// @see <a href="https://www.unicode.org/reports/tr9/">UAX 9: directional formatting
  ///   characters</a>
  public static boolean isSteering(char c) {
    return (c >= 0x7F && c <= 0x9F)
        || c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0xFEFF;
  }

  private static boolean isSafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }

  private static String escaped(byte[] key) {
    StringBuilder text = new StringBuilder(key.length);
    for (byte octet : key) {
      if (octet >= 0x20 && octet < 0x7F) {
        text.append((char) octet);
      } else {
        text.append("\\x%02X".formatted(octet & 0xFF));
      }
    }
    return text.toString();
  }
}
