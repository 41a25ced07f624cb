package dev.snapseal.crypto.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NonceSourceTest {
  private static final int NONCE = 12;

  @Test
  void givesNoNonceTwice() {
    Set<String> nonces = new HashSet<>();
    for (int source = 0; source < 4; source++) {
      NonceSource random = new NonceSource();
      for (int i = 0; i < 50_000; i++) {
        assertTrue(nonces.add(hex(random.next(NONCE))));
      }
    }
  }

  @Test
  void bitsAreAsOftenSetAsNot() {
    NonceSource random = new NonceSource();
    long set = 0;
    int bytes = 1 << 20;
    for (int i = 0; i < bytes / 32; i++) {
      for (byte one : random.next(32)) {
        set += Integer.bitCount(one & 0xFF);
      }
    }
    // Half of 2^23 coin tosses, and nine standard deviations.
    assertTrue(Math.abs(set - 4L * bytes) < 13_000, () -> "a skewed source");
  }

  @Test
  void piecesOfAnyLengthDoNotShareBytes() {
    NonceSource random = new NonceSource();
    Set<String> pieces = new HashSet<>();
    for (int i = 0; i < 4_000; i++) {
      byte[] piece = random.next(8 + i % 40);
      for (int at = 0; at + 8 <= piece.length; at++) {
        assertTrue(pieces.add(hex(piece).substring(2 * at, 2 * at + 16)));
      }
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
