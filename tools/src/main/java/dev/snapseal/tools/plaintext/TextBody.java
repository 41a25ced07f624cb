package dev.snapseal.tools.plaintext;

import dev.snapseal.snapshot.SnapshotBytes;

/// What should be ciphertext and is text from its first byte to its last.
public final class TextBody {
  /// Of random bytes less than one place in 10<sup>9</sup> has so many of text in a row.
  private static final int SHORTEST = 24;

  private TextBody() {}

  /// Whether these bytes are text, and cannot be ciphertext. One byte in three of ciphertext could
  /// be text: mostly the first two tell.
  public static boolean is(SnapshotBytes bytes, long start, long end) {
    if (end - start < SHORTEST) {
      return false;
    }
    for (long position = start; position < end; position++) {
      int octet = bytes.u8(position);
      if (octet >= 0x7F || (octet < ' ' && !JsonExtent.isWhiteSpace(octet))) {
        return false;
      }
    }
    return true;
  }
}
