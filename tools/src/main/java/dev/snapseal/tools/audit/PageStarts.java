package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.page.PageType;

/// Where a page's own header still stands.
///
/// bbolt writes a page and those that continue it in one piece. So what continues a page that is
/// itself whole was written with it, up to the first page that has a header of its own: from there
/// on everything is of another time.
final class PageStarts {
  private static final int FLAGS_AT = 8;

  private final SnapshotBytes bytes;
  private final int pageSize;

  PageStarts(Snapshot snapshot) {
    this.bytes = snapshot.bytes();
    this.pageSize = snapshot.meta().pageSize();
  }

  /// First byte of the page behind the one that holds `offset`; of the first page for -1.
  long nextAfter(long offset) {
    return Math.floorDiv(offset, pageSize) * pageSize + pageSize;
  }

  /// Whether a page begins here whose header says so.
  boolean isStart(long offset) {
    return offset % pageSize == 0
        && offset <= bytes.length() - FLAGS_AT - Short.BYTES
        && bytes.u64(offset) == offset / pageSize
        && PageType.fromFlags(bytes.u16(offset + FLAGS_AT)).isPresent();
  }

  /// The first start inside a range, behind its first byte; the range's end if there is none.
  long firstIn(ByteRange range) {
    long page = nextAfter(range.start());
    while (page < range.end() && !isStart(page)) {
      page += pageSize;
    }
    return Math.min(page, range.end());
  }
}
