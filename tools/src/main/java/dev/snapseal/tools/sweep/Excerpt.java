package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;

/// Bounded parts of bytes, as text with one character a byte, and decoded from base64. What is
/// decoded is the caller's to wipe.
final class Excerpt {
  private static final int GROUP = 4;
  private static final BitSet ALPHABET = new BitSet();

  static {
    ALPHABET.set('A', 'Z' + 1);
    ALPHABET.set('a', 'z' + 1);
    ALPHABET.set('0', '9' + 1);
    ALPHABET.set('+');
    ALPHABET.set('/');
  }

  private Excerpt() {}

  /// The bytes from `offset`, at most `length`, as far as there are any.
  static ByteText text(SnapshotBytes bytes, long offset, int length) {
    return new ByteText(bytes, offset, (int) Math.min(length, bytes.length() - offset));
  }

  /// The bytes around `offset`, at most `before` ahead of it and `after` from it on.
  static ByteText around(SnapshotBytes bytes, long offset, int before, int after) {
    long start = Math.max(0, offset - before);
    return text(bytes, start, (int) (offset - start) + after);
  }

  /// Decodes the base64 that begins at `offset`, standard or for URLs, to the first byte that is
  /// none; what does not fill a group of three bytes is left out.
  ///
  /// @param most characters to read at most
  static byte[] base64(SnapshotBytes bytes, long offset, int most) {
    int there = (int) Math.min(most, bytes.length() - offset);
    byte[] characters = bytes.copy(offset, there);
    int length = 0;
    while (length < there && toStandard(characters, length)) {
      length++;
    }
    byte[] whole = Arrays.copyOf(characters, length / GROUP * GROUP);
    Arrays.fill(characters, (byte) 0);
    try {
      return Base64.getDecoder().decode(whole);
    } finally {
      Arrays.fill(whole, (byte) 0);
    }
  }

  /// Whether a character is of one of the alphabets; that for URLs becomes the standard one.
  private static boolean toStandard(byte[] characters, int index) {
    int character = characters[index];
    if (character == '-') {
      characters[index] = '+';
    } else if (character == '_') {
      characters[index] = '/';
    }
    return isBase64(characters[index] & 0xFF);
  }

  /// Where the base64 begins that has a group of four at `offset`, in whole groups.
  ///
  /// @param most characters to go back at most
  static long startOfBase64(SnapshotBytes bytes, long offset, int most) {
    long start = offset;
    while (start - GROUP >= Math.max(0, offset - most) && isGroup(bytes, start - GROUP)) {
      start -= GROUP;
    }
    return start;
  }

  private static boolean isGroup(SnapshotBytes bytes, long offset) {
    for (int i = 0; i < GROUP; i++) {
      if (!isBase64(bytes.u8(offset + i))) {
        return false;
      }
    }
    return true;
  }

  /// Whether it is of the standard alphabet.
  static boolean isBase64(int character) {
    return ALPHABET.get(character);
  }

  /// Decoded bytes, to be searched as any others.
  static SnapshotBytes bytes(byte[] decoded) {
    return new SnapshotBytes("", MemorySegment.ofArray(decoded));
  }
}
