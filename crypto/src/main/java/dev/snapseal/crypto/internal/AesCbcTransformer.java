package dev.snapseal.crypto.internal;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.BadPadding;
import dev.snapseal.crypto.ValueDecryptionException.MalformedCiphertext;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/// `aescbc`: IV (16) and AES-CBC of the plaintext with PKCS #7 padding. Nothing authenticates it.
///
/// Each direction is one endless CBC stream that is never begun anew. Reading feeds IV and
/// ciphertext: the block that comes out of the IV is dropped, and every later block is chained to
/// the one before it, as it must be. Writing feeds a random block first: what comes out of it is
/// the IV, and the plaintext is chained to it. So no value pays for setting up a cipher, which for
/// small values costs as much as decrypting them.
///
/// The padding is checked by hand, because the server accepts a last byte above 16, which
/// `PKCS5Padding` refuses.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/encrypt/aes/aes.go">apiserver
///   encrypt/aes/aes.go: `cbc`</a>
public final class AesCbcTransformer implements BodyTransformer, FirstBytes {
  private static final int BLOCK = 16;

  /// Long single calls delay the compilation of the JDK's AES.
  private static final int CHUNK = 16 * 1024;

  private final SecretKey key;
  private final NonceSource random;
  private Cipher reading;
  private Cipher writing;

  public AesCbcTransformer(SecretKey key, NonceSource random) {
    this.key = Objects.requireNonNull(key);
    this.random = Objects.requireNonNull(random);
  }

  @Override
  public void open(EtcdKey path, byte[] stored, int offset, int length, Plaintext plaintext)
      throws ValueDecryptionException {
    if (length < BLOCK) {
      throw new MalformedCiphertext(TOO_SHORT);
    }
    if (length % BLOCK != 0) {
      throw new MalformedCiphertext("the stored data is not a multiple of the block size");
    }
    if (length == BLOCK) { // the server panics here
      throw new MalformedCiphertext("the stored data is an initialisation vector and nothing else");
    }
    byte[] blocks = plaintext.reserve(length);
    feed(reader(), stored, offset, length, blocks, 0);
    int padding = paddingLength(blocks, BLOCK, length - BLOCK);
    plaintext.content(BLOCK, length - BLOCK - padding, Plaintext.Trust.NONE);
  }

  /// Found from the last two blocks alone; they do not tell if the padding is longer than a block.
  @Override
  public long plainLength(byte[] stored, int offset, int length) {
    if (length <= BLOCK || length % BLOCK != 0) {
      return UNKNOWN_LENGTH;
    }
    byte[] blocks = new byte[2 * BLOCK];
    feed(reader(), stored, offset + length - 2 * BLOCK, 2 * BLOCK, blocks, 0);
    int count = blocks[2 * BLOCK - 1] & 0xFF;
    if (count == 0 || count > BLOCK) {
      return UNKNOWN_LENGTH;
    }
    for (int i = 2 * BLOCK - count; i < 2 * BLOCK; i++) {
      if (blocks[i] != (byte) count) {
        return UNKNOWN_LENGTH;
      }
    }
    return (long) length - BLOCK - count;
  }

  @Override
  public int peek(byte[] stored, int offset, int length, byte[] block) {
    if (length < 2 * BLOCK) {
      return 0;
    }
    byte[] blocks = new byte[2 * BLOCK];
    feed(reader(), stored, offset, 2 * BLOCK, blocks, 0);
    System.arraycopy(blocks, BLOCK, block, 0, BLOCK);
    return BLOCK;
  }

  @Override
  public long sealedLength(long plainLength) {
    return BLOCK + (plainLength / BLOCK + 1) * BLOCK;
  }

  @Override
  public int seal(EtcdKey path, byte[] plain, int offset, int length, byte[] out, int outOffset) {
    byte[] block = new byte[BLOCK];
    random.fill(block);
    feed(writer(), block, 0, BLOCK, out, outOffset);
    int whole = length - length % BLOCK;
    feed(writer(), plain, offset, whole, out, outOffset + BLOCK);
    int rest = length - whole;
    System.arraycopy(plain, offset + whole, block, 0, rest);
    Arrays.fill(block, rest, BLOCK, (byte) (BLOCK - rest));
    feed(writer(), block, 0, BLOCK, out, outOffset + BLOCK + whole);
    Arrays.fill(block, (byte) 0);
    return whole + 2 * BLOCK;
  }

  private static int paddingLength(byte[] blocks, int start, int length) throws BadPadding {
    int end = start + length;
    int count = blocks[end - 1] & 0xFF;
    if (count == 0 || count > length) {
      throw new BadPadding("invalid PKCS7 data (empty or not padded)");
    }
    for (int i = end - count; i < end; i++) {
      if (blocks[i] != (byte) count) {
        throw new BadPadding("invalid padding on input");
      }
    }
    return count;
  }

  /// Whole blocks only, so that the cipher keeps nothing back.
  private static void feed(
      Cipher cipher, byte[] in, int offset, int length, byte[] out, int outOffset) {
    try {
      for (int done = 0; done < length; done += CHUNK) {
        int count = Math.min(CHUNK, length - done);
        cipher.update(in, offset + done, count, out, outOffset + done);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("room was made for every block", e);
    }
  }

  private Cipher reader() {
    if (reading == null) {
      reading = stream(Cipher.DECRYPT_MODE);
    }
    return reading;
  }

  private Cipher writer() {
    if (writing == null) {
      writing = stream(Cipher.ENCRYPT_MODE);
    }
    return writing;
  }

  private Cipher stream(int mode) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, key, new IvParameterSpec(new byte[BLOCK]));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-CBC, and the key's length was checked", e);
    }
  }
}
