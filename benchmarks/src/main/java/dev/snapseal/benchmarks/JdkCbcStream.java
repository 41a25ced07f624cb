package dev.snapseal.benchmarks;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-CBC as one endless stream of whole blocks: nothing is begun anew, the IV is the block before
/// the first, and padding is done by hand. The least that CBC can take on this JDK.
final class JdkCbcStream implements ValueCipher {
  private static final int BLOCK = 16;

  private final Cipher reading;
  private final Cipher writing;
  private final CountingNonce ivs = new CountingNonce(BLOCK);
  private final byte[] last = new byte[BLOCK];
  private final Opened opened = new Opened();

  JdkCbcStream(SealingKey key) {
    this.reading = stream(Cipher.DECRYPT_MODE, key);
    this.writing = stream(Cipher.ENCRYPT_MODE, key);
  }

  private static Cipher stream(int mode, SealingKey key) {
    Cipher cipher = JdkCiphers.of("AES/CBC/NoPadding");
    try {
      cipher.init(
          mode, new SecretKeySpec(key.bytes(), "AES"), new IvParameterSpec(new byte[BLOCK]));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int open(ValueSample sample) {
    int length = sample.bodyLength();
    byte[] out = opened.reserve(length);
    feed(reading, sample.stored(), sample.bodyOffset(), length, out, 0);
    return opened.content(BLOCK, length - BLOCK - out[length - 1]);
  }

  /// What was opened last, among other bytes.
  byte[] buffer() {
    return opened.reserve(0);
  }

  /// Where it begins there.
  int bufferOffset() {
    return BLOCK;
  }

  @Override
  public byte[] opened() {
    return opened.toBytes();
  }

  @Override
  public int seal(ValueSample sample, byte[] out) {
    byte[] plain = sample.plain();
    int rest = plain.length % BLOCK;
    int whole = plain.length - rest;
    int at = sample.bodyOffset();
    feed(writing, ivs.next(), 0, BLOCK, out, at);
    feed(writing, plain, 0, whole, out, at + BLOCK);
    System.arraycopy(plain, whole, last, 0, rest);
    Arrays.fill(last, rest, BLOCK, (byte) (BLOCK - rest));
    feed(writing, last, 0, BLOCK, out, at + BLOCK + whole);
    return at + whole + 2 * BLOCK;
  }

  private static void feed(
      Cipher cipher, byte[] in, int offset, int length, byte[] out, int outOffset) {
    try {
      cipher.update(in, offset, length, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
