package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// The name of a member of an archive, for showing it. Nothing is ever written under that name, so
/// `../` and absolute names are evidence like any other and stay as they are.
final class MemberName {
  private static final int LONGEST_SHOWN = 1024;

  private MemberName() {}

  /// As UTF-8; when it is not UTF-8, bytes beyond ASCII as `\xNN`. A `./` in front goes, and a name
  /// of more than 1024 characters is cut. Control characters stay: what prints it escapes them.
  static String of(byte[] name) {
    return of(decode(name));
  }

  /// The same of a name that is text already.
  static String of(String text) {
    String shown = text.startsWith("./") ? text.substring(2) : text;
    return shown.length() <= LONGEST_SHOWN ? shown : shown.substring(0, LONGEST_SHOWN) + "…";
  }

  private static String decode(byte[] name) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      return escaped(name);
    }
  }

  private static String escaped(byte[] name) {
    StringBuilder text = new StringBuilder(name.length);
    for (byte b : name) {
      if (b >= 0) {
        text.append((char) b);
      } else {
        text.append("\\x%02x".formatted(b & 0xFF));
      }
    }
    return text.toString();
  }
}
