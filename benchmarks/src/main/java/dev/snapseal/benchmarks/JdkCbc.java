package dev.snapseal.benchmarks;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-CBC as anybody writes it: one JDK cipher, begun anew with the IV of each value.
final class JdkCbc implements ValueCipher {
  private static final int IV = 16;

  private final SecretKeySpec key;
  private final Cipher cipher;
  private final CountingNonce ivs = new CountingNonce(IV);
  private final Opened opened = new Opened();

  JdkCbc(SealingKey key) {
    this.key = new SecretKeySpec(key.bytes(), "AES");
    this.cipher = JdkCiphers.of("AES/CBC/PKCS5Padding");
  }

  @Override
  public int open(ValueSample sample) {
    int body = sample.bodyOffset();
    int length = sample.bodyLength() - IV;
    byte[] out = opened.reserve(length);
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(sample.stored(), body, IV));
      return opened.content(0, cipher.doFinal(sample.stored(), body + IV, length, out, 0));
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
    byte[] iv = ivs.next();
    int body = sample.bodyOffset();
    System.arraycopy(iv, 0, out, body, IV);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      return body + IV + cipher.doFinal(plain, 0, plain.length, out, body + IV);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
