package dev.snapseal.testdata;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/// Writes the page that lists the free ones (bbolt v1.5.0, internal/freelist/shared.go).
final class FreelistPage {
  private FreelistPage() {}

  /// Places the list after everything else.
  ///
  /// @return its page id; empty when none is stored
  static OptionalLong place(PageSpace space, FreelistForm form, List<Long> ids) {
    return switch (form) {
      case NONE -> OptionalLong.empty();
      case STORED -> OptionalLong.of(place(space, ids, 0));
      case STORED_WITH_SPARE_PAGE -> OptionalLong.of(place(space, ids, 1));
    };
  }

  private static long place(PageSpace space, List<Long> ids, int sparePages) {
    boolean large = ids.size() >= BoltLayout.COUNT_IN_FIRST_ENTRY;
    int words = ids.size() + (large ? 1 : 0);
    int sizeBytes = BoltLayout.PAGE_HEADER_BYTES + Long.BYTES * words;
    int pages = sizeBytes / space.pageSize() + 1 + sparePages;
    long id = space.allocate(pages);
    ByteBuffer page = ByteBuffer.allocate(sizeBytes).order(space.order());
    page.putLong(id).putShort((short) BoltLayout.FLAG_FREELIST);
    page.putShort((short) (large ? BoltLayout.COUNT_IN_FIRST_ENTRY : ids.size()));
    page.putInt(pages - 1);
    if (large) {
      page.putLong(ids.size());
    }
    ids.forEach(page::putLong);
    space.write(id, page.array());
    return id;
  }
}
