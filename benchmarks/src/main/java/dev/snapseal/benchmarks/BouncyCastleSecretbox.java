package dev.snapseal.benchmarks;

import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.util.Arrays;

/// XSalsa20 and Poly1305 with Bouncy Castle's engines and nothing around them; the JDK has neither.
final class BouncyCastleSecretbox implements ValueCipher {
  private static final int NONCE = 24;
  private static final int TAG = 16;
  private static final int MAC_KEY = 32;

  private final KeyParameter key;
  private final XSalsa20Engine stream = new XSalsa20Engine();
  private final Poly1305 mac = new Poly1305();
  private final CountingNonce nonces = new CountingNonce(NONCE);
  private final byte[] zeroes = new byte[MAC_KEY];
  private final byte[] macKey = new byte[MAC_KEY];
  private final byte[] tag = new byte[TAG];
  private final Opened opened = new Opened();

  BouncyCastleSecretbox(SealingKey key) {
    this.key = new KeyParameter(key.bytes());
  }

  @Override
  public int open(ValueSample sample) {
    byte[] stored = sample.stored();
    int text = sample.bodyOffset() + NONCE + TAG;
    int length = stored.length - text;
    begin(new ParametersWithIV(key, stored, sample.bodyOffset(), NONCE));
    mac.update(stored, text, length);
    mac.doFinal(tag, 0);
    if (!Arrays.constantTimeAreEqual(TAG, tag, 0, stored, text - TAG)) {
      throw new IllegalStateException("the tag of a value that was sealed with this key");
    }
    stream.processBytes(stored, text, length, opened.reserve(length), 0);
    return opened.content(0, length);
  }

  @Override
  public byte[] opened() {
    return opened.toBytes();
  }

  @Override
  public int seal(ValueSample sample, byte[] out) {
    byte[] plain = sample.plain();
    byte[] nonce = nonces.next();
    int text = sample.bodyOffset() + NONCE + TAG;
    System.arraycopy(nonce, 0, out, sample.bodyOffset(), NONCE);
    begin(new ParametersWithIV(key, nonce));
    stream.processBytes(plain, 0, plain.length, out, text);
    mac.update(out, text, plain.length);
    mac.doFinal(out, text - TAG);
    return text + plain.length;
  }

  private void begin(ParametersWithIV parameters) {
    stream.init(true, parameters);
    stream.processBytes(zeroes, 0, MAC_KEY, macKey, 0);
    mac.init(new KeyParameter(macKey));
  }
}
