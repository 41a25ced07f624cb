package dev.snapseal.benchmarks;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/// AES-CBC with Bouncy Castle's own engine: what it would cost to leave the JDK's.
final class BouncyCastleCbc implements ValueCipher {
  private static final int IV = 16;

  private final KeyParameter key;
  private final PaddedBufferedBlockCipher cipher =
      new PaddedBufferedBlockCipher(
          CBCBlockCipher.newInstance(AESEngine.newInstance()), new PKCS7Padding());
  private final CountingNonce ivs = new CountingNonce(IV);
  private final Opened opened = new Opened();

  BouncyCastleCbc(SealingKey key) {
    this.key = new KeyParameter(key.bytes());
  }

  @Override
  public int open(ValueSample sample) {
    int body = sample.bodyOffset();
    int length = sample.bodyLength() - IV;
    byte[] out = opened.reserve(length);
    cipher.init(false, new ParametersWithIV(key, sample.stored(), body, IV));
    return opened.content(0, run(sample.stored(), body + IV, length, out, 0));
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
    cipher.init(true, new ParametersWithIV(key, iv));
    return body + IV + run(plain, 0, plain.length, out, body + IV);
  }

  private int run(byte[] in, int offset, int length, byte[] out, int outOffset) {
    try {
      int done = cipher.processBytes(in, offset, length, out, outOffset);
      return done + cipher.doFinal(out, outOffset + done);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e);
    }
  }
}
