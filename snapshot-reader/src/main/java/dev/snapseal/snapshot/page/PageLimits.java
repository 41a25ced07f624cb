package dev.snapseal.snapshot.page;

/// Limits that bbolt itself keeps.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/bucket.go">bbolt bucket.go</a>
public final class PageLimits {
  /// Bytes of the longest key, `MaxKeySize`.
  public static final int MAX_KEY_LENGTH = 32768;

  /// Bytes of the longest value, `MaxValueSize`.
  public static final int MAX_VALUE_LENGTH = Integer.MAX_VALUE - 1;

  /// Smallest page size this reader takes, in bytes.
  public static final int MIN_PAGE_SIZE = 512;

  /// Largest page size this reader takes, in bytes: that of arm64 and ppc64le machines with big
  /// pages.
  public static final int MAX_PAGE_SIZE = 65536;

  private PageLimits() {}
}
