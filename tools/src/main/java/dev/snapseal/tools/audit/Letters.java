package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.SnapshotBytes;

/// Which bytes text has, one by one and eight at a time.
///
/// ASCII is told from ciphertext by [TextSum]; text of other alphabets counts if [#ENOUGH_UTF8]
/// bytes of it are valid UTF-8.
final class Letters {
  /// Bytes in a row that make text by being valid UTF-8; of random bytes less than one place in
  /// 10<sup>20</sup> has them.
  static final int ENOUGH_UTF8 = 64;

  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long SEVEN_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Letters() {}

  static boolean isPrintable(int octet) {
    return octet >= 0x20 && octet < 0x7F;
  }

  /// Whether text in ASCII has such bytes: printable, or white space.
  static boolean isOfText(int octet) {
    return isPrintable(octet) || octet == '\n' || octet == '\r' || octet == '\t';
  }

  /// Bytes of a word that are not printable ASCII.
  static int othersIn(long word) {
    long deletes = (word & SEVEN_BITS) + LOW_BITS;
    return Long.bitCount((word | controls(word) | deletes) & HIGH_BITS);
  }

  /// Whether a byte of the word is below 0x20.
  static boolean hasControls(long word) {
    return (controls(word) & ~word & HIGH_BITS) != 0;
  }

  /// A high bit for each byte that is zero, and perhaps for one above it.
  static long zeroesIn(long word) {
    return (word - LOW_BITS) & ~word & HIGH_BITS;
  }

  /// The high bit of each byte whose bits 5 and 6 are not set.
  private static long controls(long word) {
    return ~((word << 1) | (word << 2));
  }

  /// Bytes of the character at `offset`, 0 if it is none that text has.
  static int characterLength(SnapshotBytes bytes, long offset, long end) {
    int first = bytes.u8(offset);
    if (first < 0x80) {
      return isOfText(first) ? 1 : 0;
    }
    int length = first >= 0xF5 ? 0 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (length == 0 || length > end - offset) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes.u8(offset + i) & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
