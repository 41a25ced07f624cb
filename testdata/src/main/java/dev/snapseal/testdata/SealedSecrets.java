package dev.snapseal.testdata;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.snapseal.testdata.etcd.KeyValueMessage;
import dev.snapseal.testdata.kubernetes.StoredObject;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Secrets under `aescbc`, made one by one from a seed and an index. Not for several threads.
///
/// Prefix, IV, then AES-256-CBC with PKCS#7 (apiserver v0.37.2,
/// pkg/storage/value/encrypt/aes/aes.go).
final class SealedSecrets implements LargeRecords {
  static final String KEY_NAME = "key1";

  private static final byte[] PREFIX = ("k8s:enc:aescbc:v1:" + KEY_NAME + ":").getBytes(US_ASCII);
  private static final int BLOCK = 16;
  private static final String DATA_KEY = "password";

  private final long seed;
  private final byte[] keyBytes = new byte[32];
  private final SecretKeySpec key;
  private final Cipher cipher;

  SealedSecrets(long seed) {
    this.seed = seed;
    new SplittableRandom(seed).nextBytes(keyBytes);
    this.key = new SecretKeySpec(keyBytes, "AES");
    this.cipher = newCipher();
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/CBC/PKCS5Padding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES/CBC/PKCS5Padding", e);
    }
  }

  byte[] keyBytes() {
    return keyBytes.clone();
  }

  /// The Secret of an index; names of all indexes have the same length.
  ///
  /// @param dataBytes length of its one entry of data
  StoredObject secret(int index, int dataBytes) {
    byte[] data = new byte[dataBytes];
    random(index).nextBytes(data);
    return StoredObject.secret("ns-%02d".formatted(index % 40), "secret-%07d".formatted(index))
        .data(DATA_KEY, data);
  }

  /// The value of the `key` bucket that holds it, encrypted.
  @Override
  public byte[] record(int index, int dataBytes, long revision) {
    StoredObject secret = secret(index, dataBytes);
    byte[] sealed = seal(index, secret.toBytes());
    byte[] etcdKey = secret.etcdKey().getBytes(US_ASCII);
    return new KeyValueMessage(etcdKey, revision, revision, 1, sealed, 0).toBytes();
  }

  /// Length of an encrypted value for a plaintext of this length.
  static int sealedBytes(int plaintextBytes) {
    return PREFIX.length + BLOCK + BLOCK * (plaintextBytes / BLOCK + 1);
  }

  private byte[] seal(int index, byte[] plaintext) {
    byte[] iv = new byte[BLOCK];
    random(~index).nextBytes(iv);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      ByteBuffer sealed = ByteBuffer.allocate(sealedBytes(plaintext.length));
      sealed.put(PREFIX).put(iv);
      cipher.doFinal(ByteBuffer.wrap(plaintext), sealed);
      return sealed.array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a fresh 256-bit key encrypts", e);
    }
  }

  private SplittableRandom random(int index) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index);
  }
}
