package dev.snapseal.crypto.keys;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A key: copied in, never printed, overwritten with zeros on [#close()].
///
/// Ciphers of the JDK hold copies of their own that cannot be overwritten from here.
public final class SecretKeyBytes implements AutoCloseable {
  private final byte[] bytes;
  private volatile boolean closed;

  private SecretKeyBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Copies the key; the caller wipes its own array.
  public static SecretKeyBytes copyOf(byte[] bytes) {
    return new SecretKeyBytes(bytes.clone());
  }

  /// A copy with a life of its own.
  public SecretKeyBytes copy() {
    return copyOf(open());
  }

  public int lengthBytes() {
    return bytes.length;
  }

  /// Whether this is the same key; takes as long for a near miss as for a far one.
  public boolean sameKey(SecretKeyBytes other) {
    return MessageDigest.isEqual(open(), other.open());
  }

  /// The key for a cipher of the JDK.
  public SecretKey forAes() {
    return new SecretKeySpec(open(), "AES");
  }

  /// A copy of the bytes, which the caller wipes.
  public byte[] toBytes() {
    return open().clone();
  }

  private byte[] open() {
    if (closed) {
      throw new IllegalStateException("this key was closed");
    }
    return bytes;
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "SecretKeyBytes[" + bytes.length + " bytes]";
  }
}
