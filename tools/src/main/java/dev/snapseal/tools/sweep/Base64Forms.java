package dev.snapseal.tools.sweep;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// What some bytes look like inside text in base64: one of three ways, by how many bytes stand
/// before them, modulo three.
final class Base64Forms {
  /// Ways that bytes can lie in groups of three.
  static final int ALIGNMENTS = 3;

  private static final int BITS_PER_CHARACTER = 6;

  private Base64Forms() {}

  /// The characters that depend on `bytes` alone: those that also depend on a neighbour are left
  /// out at both ends.
  ///
  /// @param alignment bytes before these in their group of three, 0 to 2
  static byte[] of(byte[] bytes, int alignment) {
    byte[] shifted = new byte[alignment + bytes.length];
    System.arraycopy(bytes, 0, shifted, alignment, bytes.length);
    byte[] encoded = Base64.getEncoder().withoutPadding().encode(shifted);
    return Arrays.copyOfRange(
        encoded, first(alignment), shifted.length * Byte.SIZE / BITS_PER_CHARACTER);
  }

  static byte[] of(String text, int alignment) {
    return of(text.getBytes(StandardCharsets.UTF_8), alignment);
  }

  /// Characters of the group before the first that depends on the bytes alone.
  static int first(int alignment) {
    return (alignment * Byte.SIZE + BITS_PER_CHARACTER - 1) / BITS_PER_CHARACTER;
  }
}
