package dev.snapseal.snapshot.page;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.internal.SnapshotBytes;

/// Keys with their values, or an inline bucket's image of such a page.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/page.go">bbolt
///   page.go</a>
public final class LeafPage implements Page {
  private final SnapshotBytes bytes;
  private final long pageId;
  private final PageHeader header;
  private final long offset;
  private final long end;

  /// A leaf whose node fills `offset` to `end`.
  ///
  /// @param pageId the page that errors name: the leaf's own, or the one an inline bucket lies on
  /// @throws CorruptSnapshotException if the element array does not fit
  public LeafPage(SnapshotBytes bytes, long pageId, PageHeader header, long offset, long end)
      throws CorruptSnapshotException {
    this.bytes = bytes;
    this.pageId = pageId;
    this.header = header;
    this.offset = offset;
    this.end = end;
    if ((long) header.count() * LeafElement.SIZE > end - offset - PageHeader.SIZE) {
      throw bytes.corrupt(
          pageId,
          offset + 10,
          StructureRule.ELEMENT_COUNT,
          "leaf page counts "
              + header.count()
              + " elements, more than fit its "
              + (end - offset)
              + " bytes");
    }
  }

  @Override
  public PageHeader header() {
    return header;
  }

  /// The page errors name; differs from the header's id only for inline buckets.
  public long pageId() {
    return pageId;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long end() {
    return end;
  }

  public int count() {
    return header.count();
  }

  /// First byte behind the element array.
  public long dataStart() {
    return offset + PageHeader.SIZE + (long) header.count() * LeafElement.SIZE;
  }

  /// Element `index`, with key and value inside this page.
  ///
  /// @throws CorruptSnapshotException if key or value leave the page or overlap the element array
  /// @throws IndexOutOfBoundsException if `index` is not 0 to `count() - 1`
  public LeafElement element(int index) throws CorruptSnapshotException {
    java.util.Objects.checkIndex(index, header.count());
    long at = offset + PageHeader.SIZE + (long) index * LeafElement.SIZE;
    long position = bytes.u32(at + 4);
    long keyLength = bytes.u32(at + 8);
    long valueLength = bytes.u32(at + 12);
    long keyOffset = at + position;
    if (keyOffset < dataStart() || keyLength + valueLength > end - keyOffset) {
      throw outOfPage(index, at, keyOffset, keyLength + valueLength);
    }
    if (keyLength > PageLimits.MAX_KEY_LENGTH) {
      throw bytes.corrupt(
          pageId,
          at + 8,
          StructureRule.KEY_TOO_LONG,
          "element " + index + " has a key of " + keyLength + " bytes, limit 32768");
    }
    if (valueLength > PageLimits.MAX_VALUE_LENGTH) {
      throw outOfPage(index, at, keyOffset, keyLength + valueLength);
    }
    return new LeafElement(at, (int) bytes.u32(at), keyOffset, (int) keyLength, (int) valueLength);
  }

  private CorruptSnapshotException outOfPage(int index, long at, long start, long length) {
    return bytes.corrupt(
        pageId,
        at,
        StructureRule.ELEMENT_OUT_OF_PAGE,
        "element %d of %d puts its key and value at bytes %d..%d of %d"
            .formatted(
                index, header.count(), start - offset, start - offset + length, end - offset));
  }
}
