package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// Tells text, which has pieces, from bytes, which have none, and what packs a secret so that it
/// cannot be compared.
final class ValueText {
  private ValueText() {}

  /// Whether there are no control characters but white space; bytes above ASCII may be UTF-8 or any
  /// other encoding's, and the fewer.
  static boolean isText(byte[] value) {
    int above = 0;
    for (byte octet : value) {
      if (octet < 0) {
        above++;
      } else if (octet == 0x7F || (octet < ' ' && (octet < '\t' || octet > '\r'))) {
        return false;
      }
    }
    return above <= value.length / 2;
  }

  /// The same of what was packed or encoded, where bytes that were made at random may look like
  /// text: it must be UTF-8.
  static boolean isUtf8Text(byte[] value) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      return isText(value);
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /// Whether the same secret may be in other bytes of this kind: key stores, archives and other
  /// packed data begin so.
  static boolean isContainer(byte[] value) {
    return CanonicalValue.isGzip(value)
        || begins(value, 0xFE, 0xED, 0xFE, 0xED) // JKS
        || begins(value, 0xCE, 0xCE, 0xCE, 0xCE) // JCEKS
        || isDer(value) // PKCS #12, for one
        || begins(value, 'P', 'K', 3, 4) // ZIP
        || begins(value, 0x28, 0xB5, 0x2F, 0xFD) // Zstandard
        || begins(value, 0xFD, '7', 'z', 'X', 'Z') // xz
        || begins(value, 'B', 'Z', 'h') // bzip2
        || begins(value, 0x78, 0x9C) // zlib
        || begins(value, 0x03, 0xD9, 0xA2, 0x9A) // KeePass
        || begins(value, 0x95, 0x01) // OpenPGP
        || begins(value, 0x95, 0x03)
        || begins(value, 0x99, 0x01)
        || begins(value, 0x99, 0x02);
  }

  /// A sequence of 256 bytes to 64 KiB, to the last byte.
  private static boolean isDer(byte[] value) {
    int length = value.length - 4;
    return begins(value, 0x30, 0x82, (length >> 8) & 0xFF, length & 0xFF);
  }

  private static boolean begins(byte[] value, int... first) {
    if (value.length <= first.length) {
      return false;
    }
    for (int i = 0; i < first.length; i++) {
      if ((value[i] & 0xFF) != first[i]) {
        return false;
      }
    }
    return true;
  }
}
