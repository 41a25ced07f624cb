package dev.snapseal.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The complete etcd key of a value, byte for byte: what AES-GCM authenticates beside the
/// ciphertext.
///
/// A value moved to another key, prefix or namespace no longer opens under `aesgcm` and KMS.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/etcd3/store.go">apiserver
///   etcd3/store.go: `authenticatedDataString(preparedKey)`</a>
public final class EtcdKey {
  private final byte[] bytes;

  private EtcdKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Copies the bytes of an etcd key.
  public static EtcdKey of(byte[] bytes) {
    return new EtcdKey(bytes.clone());
  }

  /// The key with this text, in UTF-8.
  public static EtcdKey of(String text) {
    return new EtcdKey(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A copy of the bytes.
  public byte[] toBytes() {
    return bytes.clone();
  }

  /// Gives the bytes to a cipher without copying; the cipher only reads them.
  public void authenticateWith(javax.crypto.Cipher cipher) {
    cipher.updateAAD(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EtcdKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The key as text; bytes that are not UTF-8 show as U+FFFD.
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
