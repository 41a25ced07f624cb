package dev.snapseal.crypto.internal;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.AuthenticationFailed;
import dev.snapseal.crypto.ValueDecryptionException.MalformedCiphertext;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Nonce (12), AES-GCM ciphertext, tag (16), with the etcd key as associated data: the layout that
/// `aesgcm` and both generations of KMS share. The key may differ from call to call.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/encrypt/aes/aes.go">apiserver
///   encrypt/aes/aes.go: `gcm`</a>
final class AesGcmBox {
  static final int NONCE = 12;
  static final int TAG = 16;
  static final int OVERHEAD = NONCE + TAG;

  private final NonceSource random;
  private Cipher cipher;

  AesGcmBox(NonceSource random) {
    this.random = Objects.requireNonNull(random);
  }

  void open(SecretKey key, EtcdKey path, byte[] stored, int offset, int length, Plaintext plaintext)
      throws ValueDecryptionException {
    if (length < NONCE) {
      throw new MalformedCiphertext(BodyTransformer.TOO_SHORT);
    }
    if (length < OVERHEAD) {
      throw new AuthenticationFailed(BodyTransformer.AUTHENTICATION_FAILED);
    }
    byte[] out = plaintext.reserve(length - OVERHEAD);
    try {
      Cipher gcm = cipher();
      gcm.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG, stored, offset, NONCE));
      path.authenticateWith(gcm);
      int opened = gcm.doFinal(stored, offset + NONCE, length - NONCE, out, 0);
      plaintext.content(0, opened, Plaintext.Trust.AUTHENTICATED);
    } catch (AEADBadTagException _) {
      throw new AuthenticationFailed(BodyTransformer.AUTHENTICATION_FAILED);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("room was made, and the key's length was checked", e);
    }
  }

  int seal(SecretKey key, EtcdKey path, byte[] plain, int offset, int length, byte[] out, int at) {
    byte[] nonce = new byte[NONCE];
    random.fill(nonce);
    System.arraycopy(nonce, 0, out, at, NONCE);
    try {
      Cipher gcm = cipher();
      gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG, nonce));
      path.authenticateWith(gcm);
      return NONCE + gcm.doFinal(plain, offset, length, out, at + NONCE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("room was made, and the key's length was checked", e);
    }
  }

  /// Bytes of plaintext in so many; [BodyTransformer#UNKNOWN_LENGTH] if they are too few.
  static long plainLength(long length) {
    return length < OVERHEAD ? BodyTransformer.UNKNOWN_LENGTH : length - OVERHEAD;
  }

  private Cipher cipher() throws GeneralSecurityException {
    if (cipher == null) {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    }
    return cipher;
  }
}
