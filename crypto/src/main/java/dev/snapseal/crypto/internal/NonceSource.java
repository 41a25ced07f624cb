package dev.snapseal.crypto.internal;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/// Random bytes for nonces and data keys. The generator is not set up before the first write:
/// reading needs none.
///
/// Belongs to one thread.
public final class NonceSource {
  /// Nonces are short, and a call of the generator costs as much as encrypting a kilobyte.
  private static final int STOCK_BYTES = 1 << 12;

  private Optional<SecureRandom> random;
  private final byte[] stock;
  private int used;

  public NonceSource() {
    random = Optional.empty();
    stock = new byte[STOCK_BYTES];
    used = STOCK_BYTES;
  }

  /// For tests that choose what is random: each call goes to the generator.
  public NonceSource(SecureRandom random) {
    this.random = Optional.of(random);
    stock = new byte[0];
  }

  /// Fills a nonce.
  public void fill(byte[] nonce) {
    if (nonce.length > stock.length) {
      fillKey(nonce);
      return;
    }
    if (nonce.length > stock.length - used) {
      fillKey(stock);
      used = 0;
    }
    System.arraycopy(stock, used, nonce, 0, nonce.length);
    Arrays.fill(stock, used, used + nonce.length, (byte) 0);
    used += nonce.length;
  }

  /// Fills a key with bytes that were nowhere else before.
  public void fillKey(byte[] key) {
    if (random.isEmpty()) {
      random = Optional.of(new SecureRandom());
    }
    random.get().nextBytes(key);
  }

  /// So many fresh bytes for a nonce.
  public byte[] next(int count) {
    byte[] bytes = new byte[count];
    fill(bytes);
    return bytes;
  }
}
