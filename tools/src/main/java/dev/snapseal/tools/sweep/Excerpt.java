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
  ///
  /// @param effort charged with what is read of them
  static ByteText text(SnapshotBytes bytes, long offset, int length, Effort effort) {
    return new ByteText(bytes, offset, (int) Math.min(length, bytes.length() - offset), effort);
  }

  /// The bytes around `offset`, at most `before` ahead of it and `after` from it on.
  ///
  /// @param effort charged with what is read of them
  static ByteText around(SnapshotBytes bytes, long offset, int before, int after, Effort effort) {
    long start = Math.max(0, offset - before);
    return text(bytes, start, (int) (offset - start) + after, effort);
  }

  /// Decodes the base64 that begins at `offset`, standard or for URLs, to the first byte that is
  /// none; what does not fill a group of three bytes is left out.
  ///
  /// @param most characters to read at most
  /// @param effort charged with what is read
  static byte[] base64(SnapshotBytes bytes, long offset, int most, Effort effort) {
    int there = (int) Math.min(most, bytes.length() - offset);
    int length = 0;
    while (length < there && isBase64(toStandard(bytes.u8(offset + length)))) {
      length++;
    }
    effort.charge(length + 1L);
    byte[] whole = bytes.copy(offset, length / GROUP * GROUP);
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (byte) toStandard(whole[i]);
    }
    try {
      return Base64.getDecoder().decode(whole);
    } finally {
      Arrays.fill(whole, (byte) 0);
    }
  }

  /// That of the alphabet for URLs as the standard one has it; any other as it is.
  private static int toStandard(int character) {
    return switch (character) {
      case '-' -> '+';
      case '_' -> '/';
      default -> character;
    };
  }

  /// Where the base64 begins that has a group of four at `offset`, in whole groups.
  ///
  /// @param most characters to go back at most
  /// @param effort charged with what is read
  static long startOfBase64(SnapshotBytes bytes, long offset, int most, Effort effort) {
    long start = offset;
    while (start - GROUP >= Math.max(0, offset - most) && isGroup(bytes, start - GROUP)) {
      start -= GROUP;
    }
    effort.charge(offset - start + GROUP);
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
