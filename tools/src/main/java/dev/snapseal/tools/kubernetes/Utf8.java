package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/// Text fields of stored objects.
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /// The text of a slice.
  ///
  /// @param path field, for the error
  /// @throws MalformedObjectException if the bytes are not UTF-8
  static String decode(MemorySegment text, String path) throws MalformedObjectException {
    return strictly(text)
        .orElseThrow(() -> new MalformedObjectException(path, "the text is not UTF-8"));
  }

  /// The text of a slice; empty if the bytes are not UTF-8.
  static Optional<String> strictly(MemorySegment text) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(text.asByteBuffer()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /// A text with U+FFFD for every byte that is no part of a character.
  ///
  /// @param invalidBytes how many there were
  record Lossy(String text, long invalidBytes) {}

  /// The text of a slice as Go ranges over it and writes it into JSON: of a sequence that is cut
  /// off, too long, half of a surrogate pair or beyond U+10FFFF, each byte becomes U+FFFD. Java's
  /// own decoder makes one of several bytes.
  ///
  /// @see <a
  ///   href="https://github.com/golang/go/blob/go1.24.0/src/unicode/utf8/utf8.go">unicode/utf8:
  ///   DecodeRune</a>
  static Lossy lossy(MemorySegment slice) {
    byte[] bytes = slice.toArray(ValueLayout.JAVA_BYTE);
    StringBuilder text = new StringBuilder(bytes.length);
    long invalid = 0;
    for (int at = 0; at < bytes.length; ) {
      int length = sequence(bytes, at);
      if (length == 0) {
        text.append(REPLACEMENT);
        invalid++;
        at++;
      } else {
        text.append(new String(bytes, at, length, UTF_8));
        at += length;
      }
    }
    return new Lossy(text.toString(), invalid);
  }

  /// Bytes of the character that begins here; 0 if none does.
  private static int sequence(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || at + length > bytes.length) {
      return 0;
    }
    int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    int second = bytes[at + 1] & 0xFF;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
