package dev.snapseal.tools.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.nio.charset.CharacterCodingException;

/// Text fields of stored objects.
final class Utf8 {
  private Utf8() {}

  /// The text of a slice.
  ///
  /// @param path field, for the error
  /// @throws MalformedObjectException if the bytes are not UTF-8
  static String decode(MemorySegment text, String path) throws MalformedObjectException {
    try {
      return UTF_8.newDecoder().decode(text.asByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedObjectException(path, "the text is not UTF-8");
    }
  }
}
