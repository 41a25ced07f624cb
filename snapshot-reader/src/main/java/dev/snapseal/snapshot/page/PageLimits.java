package dev.snapseal.snapshot.page;

/// Limits of bbolt, and of this reader.
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

  /// Most pages of a file: a set of page ids takes a bit of heap for each. 4 TiB at 4096 bytes.
  public static final long MAX_PAGES = 1L << 30;

  private PageLimits() {}
}
