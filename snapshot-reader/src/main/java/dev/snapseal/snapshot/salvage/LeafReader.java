package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.PageSet;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageLimits;

/// Reads the elements of a leaf page of which parts may be gone, each for itself.
///
/// Where all elements fit the page and together claim no more than it has, each is taken as it
/// stands. Where they do not, only those are taken that begin behind the end of the one before, as
/// bbolt writes them: so no byte is taken twice.
final class LeafReader {
  private final SnapshotBytes bytes;
  private final int pageSize;
  private final PageSet zeroPages;
  private final PageSet otherPages;

  LeafReader(SnapshotBytes bytes, SourceShape shape) {
    this.bytes = bytes;
    this.pageSize = shape.pageSize();
    this.zeroPages = new PageSet(shape.pages());
    this.otherPages = new PageSet(shape.pages());
  }

  /// Takes the elements of a page in their order.
  interface Visitor {
    /// One that is whole.
    void element(LeafElement element);

    /// One whose key can be read, and whose value lies on a page that is gone.
    void cut(LeafElement element);

    /// One of which nothing can be said.
    void unreadable();
  }

  /// Whether the element array of a page fits what is left of it.
  static boolean fits(PageHeader header, long lengthBytes) {
    return PageHeader.SIZE + (long) header.count() * LeafElement.SIZE <= lengthBytes;
  }

  /// Visits all elements of a page whose array fits.
  ///
  /// @param end one behind the last byte that is the page's for certain
  void read(PageHeader header, long end, Visitor visitor) {
    long offset = header.id() * pageSize;
    long dataStart = offset + PageHeader.SIZE + (long) header.count() * LeafElement.SIZE;
    boolean isOrderly = isOrderly(header, offset, dataStart, end);
    long next = dataStart;
    for (int i = 0; i < header.count(); i++) {
      LeafElement element = element(offset, i);
      long least = isOrderly ? dataStart : next;
      if (element.keyOffset() < least
          || element.keyLength() > PageLimits.MAX_KEY_LENGTH
          || element.keyLength() == 0
          || element.keyLength() > end - element.keyOffset()
          || isLost(offset, element.keyOffset(), element.valueOffset())) {
        visitor.unreadable();
      } else if (element.valueLength() < 0
          || element.valueLength() > end - element.valueOffset()
          || isLost(offset, element.valueOffset(), element.end())) {
        next = end;
        visitor.cut(element);
      } else {
        next = element.end();
        visitor.element(element);
      }
    }
  }

  /// Lengths that no element has come out negative.
  private LeafElement element(long offset, int index) {
    long at = offset + PageHeader.SIZE + (long) index * LeafElement.SIZE;
    long valueLength = bytes.u32(at + 12);
    long keyLength = bytes.u32(at + 8);
    return new LeafElement(
        at,
        (int) bytes.u32(at),
        at + bytes.u32(at + 4),
        (int) Math.min(keyLength, PageLimits.MAX_KEY_LENGTH + 1L),
        valueLength > PageLimits.MAX_VALUE_LENGTH ? -1 : (int) valueLength);
  }

  private boolean isOrderly(PageHeader header, long offset, long dataStart, long end) {
    long claimed = 0;
    for (int i = 0; i < header.count(); i++) {
      LeafElement element = element(offset, i);
      if (element.keyOffset() < dataStart
          || element.valueLength() < 0
          || (long) element.keyLength() + element.valueLength() > end - element.keyOffset()) {
        return false;
      }
      claimed += (long) element.keyLength() + element.valueLength();
    }
    return claimed <= end - dataStart;
  }

  /// Whether a range of a node touches an overflow page that was zeroed.
  ///
  /// A value may well be zeroes; but that they begin or end exactly with a page, beside a byte that
  /// is not zero, is what a page looks like that was never written, or lost.
  private boolean isLost(long nodeOffset, long from, long to) {
    long first = nodeOffset / pageSize + 1;
    for (long page = Math.max(first, from / pageSize); page * pageSize < to; page++) {
      if (isZero(page) && isZeroed(page * pageSize, to)) {
        return true;
      }
    }
    return false;
  }

  /// Each page is looked at once, however many elements a crafted node has there.
  private boolean isZero(long page) {
    if (!zeroPages.contains(page) && !otherPages.contains(page)) {
      boolean isZero = bytes.isZero(page * pageSize, (page + 1) * pageSize);
      (isZero ? zeroPages : otherPages).add(page);
    }
    return zeroPages.contains(page);
  }

  private boolean isZeroed(long start, long to) {
    long end = start + pageSize;
    boolean beginsHere = bytes.u8(start - 1) != 0;
    boolean endsHere = end < to && bytes.u8(end) != 0;
    return beginsHere || endsHere;
  }
}
