package dev.snapseal.snapshot.page;

/// Header of every page that begins a node: 16 bytes at the page's start.
///
/// @param id page number; its file offset is `id * pageSize`
/// @param type exactly one of the four kinds
/// @param count elements on the page, 0 to 65535; 65535 on a freelist means that the first entry
///   holds the real count
/// @param overflow pages that follow and continue this one, usually 0
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/page.go">bbolt
///   page.go</a>
public record PageHeader(long id, PageType type, int count, long overflow) {
  public static final int SIZE = 16;

  /// Pages this node occupies, its first one included.
  public long span() {
    return overflow + 1;
  }
}
