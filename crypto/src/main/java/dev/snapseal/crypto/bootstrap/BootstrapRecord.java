package dev.snapseal.crypto.bootstrap;

import dev.snapseal.crypto.bootstrap.BootstrapException.Reason;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// A value under `/bootstrap/`: the certificates and the encryption configuration of a k3s or RKE2
/// cluster, sealed.
///
/// The etcd key ends in the first 12 hexadecimal digits of the passphrase's SHA-256, so that a
/// record of another token is told without opening it. The value is a salt, `:`, and base64 of
/// nonce (12 bytes), ciphertext and tag (16 bytes) of AES-256-GCM without associated data; the key
/// is PBKDF2-HMAC-SHA-1 of the passphrase in 4096 rounds, with the salt's characters as they stand.
///
/// @see <a href="https://github.com/k3s-io/k3s/blob/v1.31.4%2Bk3s1/pkg/cluster/encrypt.go">k3s
///   pkg/cluster/encrypt.go</a>
public final class BootstrapRecord {
  /// What the etcd keys of all records begin with; no prefix of Kubernetes' stands before it.
  public static final String KEY_PREFIX = "/bootstrap/";

  /// Longer values are refused; etcd takes requests of 1.5 MiB unless told otherwise.
  public static final int VALUE_MAX_BYTES = 16 << 20;

  /// Of the passphrase's SHA-256, in the etcd key.
  static final int HASH_DIGITS = 12;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{" + HASH_DIGITS + "}");
  private static final int SALT_MAX = 1024;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int ITERATIONS = 4096;
  private static final int KEY_BITS = 256;

  private final String hash;
  private final byte[] salt;
  private final byte[] sealed;

  private BootstrapRecord(String hash, byte[] salt, byte[] sealed) {
    this.hash = hash;
    this.salt = salt;
    this.sealed = sealed;
  }

  /// Reads a record without opening it.
  ///
  /// @param etcdKey begins with [#KEY_PREFIX]
  /// @param value as etcd has it, not kept
  /// @throws BootstrapException if it is no record, or a damaged one
  public static BootstrapRecord parse(String etcdKey, byte[] value) throws BootstrapException {
    if (!etcdKey.startsWith(KEY_PREFIX)) {
      throw new IllegalArgumentException("not a key under " + KEY_PREFIX);
    }
    int colon = colon(value);
    if (colon < 1) {
      throw new BootstrapException(
          Reason.NOT_SEALED, "%d bytes without a salt and a colon".formatted(value.length));
    }
    if (value.length > VALUE_MAX_BYTES) {
      throw new BootstrapException(
          Reason.DAMAGED, "it has more than %d bytes".formatted(VALUE_MAX_BYTES));
    }
    byte[] sealed = decode(Arrays.copyOfRange(value, colon + 1, value.length));
    if (sealed.length < NONCE_BYTES + TAG_BYTES) {
      throw new BootstrapException(
          Reason.DAMAGED,
          "%d bytes are fewer than a nonce and a tag have".formatted(sealed.length));
    }
    return new BootstrapRecord(
        etcdKey.substring(KEY_PREFIX.length()), Arrays.copyOf(value, colon), sealed);
  }

  private static int colon(byte[] value) {
    for (int i = 0; i < Math.min(value.length, SALT_MAX); i++) {
      if (value[i] == ':') {
        return i;
      }
      if (value[i] <= ' ') {
        return -1;
      }
    }
    return -1;
  }

  private static byte[] decode(byte[] base64) throws BootstrapException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw new BootstrapException(Reason.DAMAGED, "what follows the salt is not base64");
    }
  }

  /// Opens the record.
  ///
  /// @return JSON, which the caller wipes
  /// @throws BootstrapException if it is sealed with another token, or was changed
  public byte[] open(ServerToken token) throws BootstrapException {
    Optional<String> named = token.passphrases().stream().filter(this::isNamedBy).findFirst();
    if (named.isPresent()) {
      return openWith(named.get())
          .orElseThrow(
              () ->
                  new BootstrapException(
                      Reason.DAMAGED,
                      "its key names this token, and its %d bytes do not authenticate"
                          .formatted(sealed.length)));
    }
    if (HASH.matcher(hash).matches()) {
      throw otherToken();
    }
    return openWithAny(token.passphrases());
  }

  /// A key that names no passphrase leaves them all to be tried.
  private byte[] openWithAny(List<String> passphrases) throws BootstrapException {
    for (String passphrase : passphrases) {
      Optional<byte[]> opened = openWith(passphrase);
      if (opened.isPresent()) {
        return opened.get();
      }
    }
    throw otherToken();
  }

  private static BootstrapException otherToken() {
    return new BootstrapException(Reason.OTHER_TOKEN, "it is sealed with another token");
  }

  private boolean isNamedBy(String passphrase) {
    return HASH.matcher(hash).matches() && ServerToken.sha256(passphrase).startsWith(hash);
  }

  private Optional<byte[]> openWith(String passphrase) {
    byte[] key = key(passphrase);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, sealed, 0, NONCE_BYTES));
      return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES/GCM/NoPadding", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] key(String passphrase) {
    PBEKeySpec spec = new PBEKeySpec(passphrase.toCharArray(), salt, ITERATIONS, KEY_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA1", e);
    } finally {
      spec.clearPassword();
    }
  }
}
