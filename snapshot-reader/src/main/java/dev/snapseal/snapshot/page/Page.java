package dev.snapseal.snapshot.page;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import java.util.Objects;

/// A page of a tree, or the freelist, whose header and extent have been checked.
public abstract sealed class Page permits TreePage, FreelistPage {
  /// The header's field `count` stands there.
  static final int COUNT_OFFSET = 10;

  final SnapshotBytes bytes;
  final long pageId;
  final PageHeader header;
  final long offset;
  final long end;

  Page(SnapshotBytes bytes, long pageId, PageHeader header, long offset, long end) {
    this.bytes = bytes;
    this.pageId = pageId;
    this.header = header;
    this.offset = offset;
    this.end = end;
  }

  public PageHeader header() {
    return header;
  }

  /// The page that errors name; differs from the header's id only for inline buckets.
  public long pageId() {
    return pageId;
  }

  /// File offset of the page's first byte.
  public long offset() {
    return offset;
  }

  /// First byte behind the page and its overflow pages.
  public long end() {
    return end;
  }

  /// Refuses a page that counts more elements than it has room for.
  void checkCount(String kind, int elementSize) throws CorruptSnapshotException {
    if ((long) header.count() * elementSize > end - offset - PageHeader.SIZE) {
      throw bytes.corrupt(
          pageId,
          offset + COUNT_OFFSET,
          StructureRule.ELEMENT_COUNT,
          "%s page counts %d elements, more than fit its %d bytes"
              .formatted(kind, header.count(), end - offset));
    }
  }

  /// First byte behind an array of so many elements as the header counts.
  long arrayEnd(int elementSize) {
    return offset + PageHeader.SIZE + (long) header.count() * elementSize;
  }

  /// File offset of an element in that array.
  long elementOffset(int index, int elementSize) {
    return offset
        + PageHeader.SIZE
        + (long) Objects.checkIndex(index, header.count()) * elementSize;
  }
}
