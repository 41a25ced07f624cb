package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What bytes without a known signature are: zeros, text, a file of keys, or nothing known.
final class Prose {
  private static final int LOOKED_AT = 8 * 1024;

  private Prose() {}

  static ContentType typeOf(MemorySegment head) {
    byte[] start =
        head.asSlice(0, Math.min(head.byteSize(), LOOKED_AT)).toArray(ValueLayout.JAVA_BYTE);
    if (isZero(start)) {
      return ContentType.ZEROS;
    }
    if (!isText(start)) {
      return ContentType.UNKNOWN;
    }
    // `EncryptionConfig` is the kind's older name: the one is the beginning of the other.
    return new String(start, ISO_8859_1).contains("EncryptionConfig")
        ? ContentType.ENCRYPTION_CONFIGURATION
        : ContentType.TEXT;
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /// No control characters but white space; bytes of UTF-8 beyond ASCII are taken as they are.
  private static boolean isText(byte[] bytes) {
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
