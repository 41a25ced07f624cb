package dev.snapseal.snapshot.page;

/// A valid meta page: where the tree begins and how much of the file is in use.
///
/// @param pageId 0 or 1
/// @param pageSize bytes a page, 512 to 65536
/// @param rootPageId page of the root bucket's root node
/// @param rootSequence sequence of the root bucket, always 0 in etcd's files
/// @param freelistPageId page of the freelist, or [#NO_FREELIST]
/// @param highWaterMark first page id that was never handed out; the bbolt image is `highWaterMark
///   * pageSize` bytes
/// @param txid transaction that wrote this meta page
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/meta.go">bbolt
///   meta.go</a>
public record MetaPage(
    long pageId,
    int pageSize,
    long rootPageId,
    long rootSequence,
    long freelistPageId,
    long highWaterMark,
    long txid) {
  /// What `freelistPageId` holds when the freelist is not stored: etcd's way on Linux.
  public static final long NO_FREELIST = -1L;

  /// Bytes of a meta page that mean something; the rest of the page is slack.
  public static final int USED_BYTES = 80;

  public boolean hasFreelist() {
    return freelistPageId != NO_FREELIST;
  }

  /// Length of the bbolt image in bytes.
  public long imageLength() {
    return highWaterMark * pageSize;
  }

  /// Whether the other meta page names the same tree, as in every snapshot.
  public boolean sameTree(MetaPage other) {
    return rootPageId == other.rootPageId
        && rootSequence == other.rootSequence
        && freelistPageId == other.freelistPageId
        && highWaterMark == other.highWaterMark;
  }
}
