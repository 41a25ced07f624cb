package dev.snapseal.crypto.internal.bouncycastle;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.AuthenticationFailed;
import dev.snapseal.crypto.ValueDecryptionException.MalformedCiphertext;
import dev.snapseal.crypto.internal.BodyTransformer;
import dev.snapseal.crypto.internal.FirstBytes;
import dev.snapseal.crypto.internal.NonceSource;
import dev.snapseal.crypto.internal.Plaintext;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/// `secretbox`: nonce (24), Poly1305 tag (16), XSalsa20 ciphertext. The etcd key is not
/// authenticated.
///
/// Bytes 0 to 31 of the key stream are the Poly1305 key; the message is combined with the stream
/// from byte 32. The tag is over the ciphertext alone.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/encrypt/secretbox/secretbox.go">
///   apiserver encrypt/secretbox/secretbox.go</a>
public final class SecretboxTransformer implements BodyTransformer, FirstBytes {
  private static final int NONCE = 24;
  private static final int TAG = 16;
  private static final int OVERHEAD = NONCE + TAG;

  /// What the server says whenever a box does not open (misleading, genuine).
  private static final String NOT_OPENED = "output array was not large enough for encryption";

  private final KeyParameter key;
  private final NonceSource random;
  private final XSalsa20Engine stream = new XSalsa20Engine();
  private final Poly1305 authenticator = new Poly1305();
  private final byte[] nonce = new byte[NONCE];
  private final byte[] tag = new byte[TAG];

  /// @param key 32 bytes, copied
  public SecretboxTransformer(byte[] key, NonceSource random) {
    this.key = new KeyParameter(key);
    this.random = Objects.requireNonNull(random);
  }

  @Override
  public void open(EtcdKey path, byte[] stored, int offset, int length, Plaintext plaintext)
      throws ValueDecryptionException {
    if (length < OVERHEAD) {
      throw new MalformedCiphertext(TOO_SHORT);
    }
    System.arraycopy(stored, offset, nonce, 0, NONCE);
    start();
    int text = length - OVERHEAD;
    authenticator.update(stored, offset + OVERHEAD, text);
    authenticator.doFinal(tag, 0);
    byte[] claimed = Arrays.copyOfRange(stored, offset + NONCE, offset + OVERHEAD);
    if (!MessageDigest.isEqual(tag, claimed)) {
      throw new AuthenticationFailed(NOT_OPENED);
    }
    byte[] out = plaintext.reserve(text);
    stream.processBytes(stored, offset + OVERHEAD, text, out, 0);
    plaintext.content(0, text, Plaintext.Trust.AUTHENTICATED);
  }

  @Override
  public int peek(byte[] stored, int offset, int length, byte[] block) {
    int count = Math.min(COUNT, length - OVERHEAD);
    if (count <= 0) {
      return 0;
    }
    System.arraycopy(stored, offset, nonce, 0, NONCE);
    start();
    stream.processBytes(stored, offset + OVERHEAD, count, block, 0);
    return count;
  }

  @Override
  public long plainLength(byte[] stored, int offset, int length) {
    return length < OVERHEAD ? UNKNOWN_LENGTH : length - OVERHEAD;
  }

  @Override
  public long sealedLength(long plainLength) {
    return plainLength + OVERHEAD;
  }

  @Override
  public int seal(EtcdKey path, byte[] plain, int offset, int length, byte[] out, int outOffset) {
    random.fill(nonce);
    System.arraycopy(nonce, 0, out, outOffset, NONCE);
    start();
    stream.processBytes(plain, offset, length, out, outOffset + OVERHEAD);
    authenticator.update(out, outOffset + OVERHEAD, length);
    authenticator.doFinal(out, outOffset + NONCE);
    return length + OVERHEAD;
  }

  private void start() {
    stream.init(true, new ParametersWithIV(key, nonce));
    byte[] first = new byte[32];
    stream.processBytes(first, 0, first.length, first, 0);
    authenticator.init(new KeyParameter(first));
    Arrays.fill(first, (byte) 0);
  }
}
