package dev.snapseal.snapshot.page;

/// One child of a branch page; all places are bytes from the start of the file.
///
/// @param offset where the 16-byte element lies
/// @param keyOffset first byte of the key, which is the child's own first key
/// @param keyLength 0 to 32768
/// @param childPageId page below
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/page.go">bbolt
///   page.go, branchPageElement</a>
public record BranchElement(long offset, long keyOffset, int keyLength, long childPageId)
    implements PageElement {
  public static final int SIZE = 16;

  /// First byte behind the key.
  @Override
  public long end() {
    return keyOffset + keyLength;
  }
}
