package dev.snapseal.benchmarks;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/// AES-GCM with Bouncy Castle's own engine: what it would cost to leave the JDK's.
final class BouncyCastleGcm implements ValueCipher {
  /// Far from those of the floor, whose values it opens: it refuses to seal with the nonce that it
  /// saw last.
  private static final long FIRST_NONCE = 1L << 62;

  private final KeyParameter key;
  private final GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
  private final CountingNonce nonces = new CountingNonce(JdkGcm.NONCE, FIRST_NONCE);
  private final byte[] nonce = new byte[JdkGcm.NONCE];
  private final Opened opened = new Opened();

  BouncyCastleGcm(SealingKey key) {
    this.key = new KeyParameter(key.bytes());
  }

  @Override
  public int open(ValueSample sample) {
    byte[] stored = sample.stored();
    int body = sample.bodyOffset();
    int length = sample.bodyLength() - JdkGcm.NONCE;
    byte[] out = opened.reserve(length - JdkGcm.TAG);
    System.arraycopy(stored, body, nonce, 0, nonce.length);
    cipher.init(false, new AEADParameters(key, 8 * JdkGcm.TAG, nonce, sample.pathBytes()));
    return opened.content(0, run(stored, body + JdkGcm.NONCE, length, out, 0));
  }

  @Override
  public byte[] opened() {
    return opened.toBytes();
  }

  @Override
  public int seal(ValueSample sample, byte[] out) {
    byte[] plain = sample.plain();
    byte[] next = nonces.next().clone(); // it keeps the array
    int body = sample.bodyOffset();
    System.arraycopy(next, 0, out, body, next.length);
    cipher.init(true, new AEADParameters(key, 8 * JdkGcm.TAG, next, sample.pathBytes()));
    return body + JdkGcm.NONCE + run(plain, 0, plain.length, out, body + JdkGcm.NONCE);
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
