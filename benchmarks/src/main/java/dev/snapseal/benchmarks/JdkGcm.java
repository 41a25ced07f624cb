package dev.snapseal.benchmarks;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM with one JDK cipher: begun with the nonce of each value, told the etcd key, done.
final class JdkGcm implements ValueCipher {
  static final int NONCE = 12;
  static final int TAG = 16;

  private final SecretKeySpec key;
  private final Cipher cipher = JdkCiphers.of("AES/GCM/NoPadding");
  private final CountingNonce nonces = new CountingNonce(NONCE);
  private final Opened opened = new Opened();

  JdkGcm(SealingKey key) {
    this.key = new SecretKeySpec(key.bytes(), "AES");
  }

  @Override
  public int open(ValueSample sample) {
    byte[] stored = sample.stored();
    int body = sample.bodyOffset();
    int length = sample.bodyLength() - NONCE;
    byte[] out = opened.reserve(length - TAG);
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG, stored, body, NONCE));
      cipher.updateAAD(sample.pathBytes());
      return opened.content(0, cipher.doFinal(stored, body + NONCE, length, out, 0));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] opened() {
    return opened.toBytes();
  }

  @Override
  public int seal(ValueSample sample, byte[] out) {
    byte[] plain = sample.plain();
    return seal(sample.pathBytes(), plain, 0, plain.length, out, sample.bodyOffset());
  }

  int seal(byte[] path, byte[] plain, int offset, int length, byte[] out, int body) {
    byte[] nonce = nonces.next();
    System.arraycopy(nonce, 0, out, body, NONCE);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG, nonce));
      cipher.updateAAD(path);
      return body + NONCE + cipher.doFinal(plain, offset, length, out, body + NONCE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
