package dev.snapseal.snapshot.page;

/// One key and its value, or one bucket, on a leaf page; all places are bytes from the start of the
/// file.
///
/// @param offset where the 16-byte element lies
/// @param flags bit 0x01: the value is a bucket
/// @param keyOffset first byte of the key
/// @param keyLength 0 to 32768
/// @param valueLength 0 to 2^31 - 2; the value lies directly behind the key
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/page.go">bbolt
///   page.go, leafPageElement</a>
public record LeafElement(long offset, int flags, long keyOffset, int keyLength, int valueLength)
    implements PageElement {
  public static final int SIZE = 16;
  private static final int BUCKET_FLAG = 0x01;

  public boolean isBucket() {
    return (flags & BUCKET_FLAG) != 0;
  }

  public boolean hasUnknownFlags() {
    return (flags & ~BUCKET_FLAG) != 0;
  }

  public long valueOffset() {
    return keyOffset + keyLength;
  }

  /// First byte behind the value.
  @Override
  public long end() {
    return valueOffset() + valueLength;
  }
}
