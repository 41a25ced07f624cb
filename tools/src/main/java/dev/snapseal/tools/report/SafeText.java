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
