package dev.snapseal.testdata.kms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The key that wraps data keys the way the plugin of the real clusters did: AES-256-GCM without
/// associated data, written as nonce (12 bytes), ciphertext, tag (16 bytes).
///
/// Safe for use by several threads.
public final class KeyEncryptionKey {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private static final int KEY_BYTES = 32;
  private static final Pattern IN_TRUTH = Pattern.compile("\"kek\"\\s*:\\s*\"(\\p{XDigit}{64})\"");

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  private KeyEncryptionKey(byte[] bytes) {
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "the key has " + bytes.length + " bytes, not " + KEY_BYTES);
    }
    this.key = new SecretKeySpec(bytes, "AES");
  }

  /// Takes a key of 64 hexadecimal digits.
  public static KeyEncryptionKey fromHex(String hex) {
    return new KeyEncryptionKey(HexFormat.of().parseHex(hex.strip()));
  }

  /// Takes the key from a file of 64 hexadecimal digits, or from a cluster's `truth.json`.
  public static KeyEncryptionKey fromFile(Path file) throws IOException {
    return fromText(Files.readString(file));
  }

  /// Takes the key from the text of such a file.
  public static KeyEncryptionKey fromText(String text) {
    Matcher truth = IN_TRUTH.matcher(text);
    return fromHex(truth.find() ? truth.group(1) : text);
  }

  /// Says what this is, and no byte of it.
  @Override
  public String toString() {
    return "key encryption key";
  }

  byte[] wrap(byte[] dataKey) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(dataKey);
    byte[] wrapped = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, wrapped, NONCE_BYTES, sealed.length);
    return wrapped;
  }

  byte[] unwrap(byte[] wrapped) throws GeneralSecurityException {
    if (wrapped.length < NONCE_BYTES + TAG_BYTES) {
      throw new GeneralSecurityException(
          "a wrapped key of " + wrapped.length + " bytes is too short");
    }
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(wrapped, NONCE_BYTES));
    return cipher.doFinal(wrapped, NONCE_BYTES, wrapped.length - NONCE_BYTES);
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    return cipher;
  }
}
