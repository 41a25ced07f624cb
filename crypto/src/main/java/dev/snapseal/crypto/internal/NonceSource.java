package dev.snapseal.crypto.internal;

import java.security.SecureRandom;
import java.util.Optional;

/// Random bytes for nonces and data keys. The generator is not set up before the first write:
/// reading needs none.
///
/// Belongs to one thread.
public final class NonceSource {
  private Optional<SecureRandom> random;

  public NonceSource() {
    random = Optional.empty();
  }

  /// For tests that choose what is random.
  public NonceSource(SecureRandom random) {
    this.random = Optional.of(random);
  }

  public void fill(byte[] bytes) {
    if (random.isEmpty()) {
      random = Optional.of(new SecureRandom());
    }
    random.get().nextBytes(bytes);
  }

  /// So many fresh bytes.
  public byte[] next(int count) {
    byte[] bytes = new byte[count];
    fill(bytes);
    return bytes;
  }
}
