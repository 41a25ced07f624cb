package dev.snapseal.crypto.internal;

import java.util.Arrays;
import java.util.Optional;

/// Where a worker's transformers put what they opened: one array that is used for value after
/// value.
///
/// Not for several threads. What it holds is valid until the next value is opened.
public final class Plaintext implements AutoCloseable {
  private static final int FIRST_CAPACITY = 16 * 1024;

  /// Up to here the array grows by doubling; beyond, to what one value needs.
  private static final int DOUBLING_MAX = 1 << 20;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int offset;
  private int length;
  private Trust trust = Trust.AUTHENTICATED;
  private Currency currency = Currency.CURRENT;
  private Optional<String> kmsKeyId = Optional.empty();

  /// What vouches for the content.
  public enum Trust {
    /// A tag that only a holder of the key can make.
    AUTHENTICATED,
    /// Nothing; a wrong key gives some content too.
    NONE
  }

  /// Whether the transformer itself, apart from its place in a list, would have the value written
  /// anew.
  public enum Currency {
    CURRENT,
    STALE
  }

  /// The array to write into, with room for `capacity` bytes; what it held is gone.
  public byte[] reserve(int capacity) {
    if (capacity > bytes.length) {
      byte[] larger = new byte[Math.max(capacity, Math.min(bytes.length * 2, DOUBLING_MAX))];
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
    return bytes;
  }

  /// Says where in the array the content is.
  public void content(int contentOffset, int contentLength, Trust contentTrust) {
    offset = contentOffset;
    length = contentLength;
    trust = contentTrust;
    currency = Currency.CURRENT;
    kmsKeyId = Optional.empty();
  }

  void markStale() {
    currency = Currency.STALE;
  }

  void openedUnder(String keyId) {
    kmsKeyId = Optional.of(keyId);
  }

  /// Name of the key that wraps the data key; only with KMS v2.
  public Optional<String> kmsKeyId() {
    return kmsKeyId;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  public Trust trust() {
    return trust;
  }

  public Currency currency() {
    return currency;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
    length = 0;
  }
}
