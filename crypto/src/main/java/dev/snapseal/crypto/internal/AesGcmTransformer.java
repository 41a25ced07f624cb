package dev.snapseal.crypto.internal;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.ValueDecryptionException;
import java.util.Objects;
import javax.crypto.SecretKey;

/// `aesgcm`: one key for all values, a random nonce for each.
public final class AesGcmTransformer implements BodyTransformer {
  private final SecretKey key;
  private final AesGcmBox box;

  public AesGcmTransformer(SecretKey key, NonceSource random) {
    this.key = Objects.requireNonNull(key);
    this.box = new AesGcmBox(random);
  }

  @Override
  public void open(EtcdKey path, byte[] stored, int offset, int length, Plaintext plaintext)
      throws ValueDecryptionException {
    box.open(key, path, stored, offset, length, plaintext);
  }

  @Override
  public long plainLength(byte[] stored, int offset, int length) {
    return AesGcmBox.plainLength(length);
  }

  @Override
  public long sealedLength(long plainLength) {
    return plainLength + AesGcmBox.OVERHEAD;
  }

  @Override
  public int seal(EtcdKey path, byte[] plain, int offset, int length, byte[] out, int outOffset) {
    return box.seal(key, path, plain, offset, length, out, outOffset);
  }
}
