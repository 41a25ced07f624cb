package dev.snapseal.crypto.internal;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/// The first block of an AES-GCM body: with a nonce of 12 bytes it is combined with the AES of
/// nonce and counter 2.
///
/// @see <a href="https://doi.org/10.6028/NIST.SP.800-38D">NIST SP 800-38D, 7.1</a>
public final class AesGcmFirstBytes implements FirstBytes {
  private static final int FIRST_COUNTER = 2;

  private final Cipher blockCipher;
  private final byte[] counter = new byte[COUNT];

  public AesGcmFirstBytes(SecretKey key) {
    try {
      blockCipher = Cipher.getInstance("AES/ECB/NoPadding");
      blockCipher.init(Cipher.ENCRYPT_MODE, key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES, and the key's length was checked", e);
    }
  }

  @Override
  public int peek(byte[] stored, int offset, int length, byte[] block) {
    int count = Math.min(COUNT, length - AesGcmBox.OVERHEAD);
    if (count <= 0) {
      return 0;
    }
    System.arraycopy(stored, offset, counter, 0, AesGcmBox.NONCE);
    counter[12] = 0;
    counter[13] = 0;
    counter[14] = 0;
    counter[15] = FIRST_COUNTER;
    try {
      blockCipher.update(counter, 0, COUNT, block, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("room was made for one block", e);
    }
    for (int i = 0; i < count; i++) {
      block[i] ^= stored[offset + AesGcmBox.NONCE + i];
    }
    return count;
  }
}
