package dev.snapseal.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Random bytes for nonces and data keys. The generator is not set up before the first write:
/// reading needs none.
///
/// Keys come from the system's generator. Nonces, of which there are hundreds of thousands a second
/// and which stand in the file for everybody to read, are the key stream of AES-256 in counter mode
/// under a key and a counter that come from there: unpredictable, and quick where AES is.
///
/// Belongs to one thread.
public final class NonceSource {
  private static final int STOCK_BYTES = 1 << 12;
  private static final int KEY_BYTES = 32;
  private static final int BLOCK_BYTES = 16;

  private Optional<SecureRandom> random;
  private Optional<Cipher> keyStream = Optional.empty();
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
      refill();
    }
    System.arraycopy(stock, used, nonce, 0, nonce.length);
    used += nonce.length;
  }

  private void refill() {
    try {
      if (keyStream.isEmpty()) {
        keyStream = Optional.of(newKeyStream());
      }
      Arrays.fill(stock, (byte) 0);
      int filled = keyStream.get().update(stock, 0, stock.length, stock, 0);
      if (filled != stock.length) {
        throw new IllegalStateException("a key stream gives as many bytes as it takes");
      }
      used = 0;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES in counter mode", e);
    }
  }

  private Cipher newKeyStream() throws GeneralSecurityException {
    byte[] key = new byte[KEY_BYTES];
    byte[] counter = new byte[BLOCK_BYTES];
    fillKey(key);
    fillKey(counter);
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
    Arrays.fill(key, (byte) 0);
    return cipher;
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
