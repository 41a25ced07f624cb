package dev.snapseal.snapshot.page;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import java.util.Objects;
import java.util.Optional;

/// Keys with their values, or an inline bucket's image of such a page.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/page.go">bbolt
///   page.go</a>
public final class LeafPage extends TreePage {
  /// Those already read and checked: every visitor of a page asks for all of them.
  private final LeafElement[] elements;

  /// A leaf whose node fills `offset` to `end`.
  ///
  /// @param pageId the page that errors name: the leaf's own, or the one an inline bucket lies on
  /// @throws CorruptSnapshotException if the element array does not fit
  public LeafPage(SnapshotBytes bytes, long pageId, PageHeader header, long offset, long end)
      throws CorruptSnapshotException {
    super(bytes, pageId, header, offset, end);
    checkCount("leaf", LeafElement.SIZE);
    this.elements = new LeafElement[header.count()];
  }

  @Override
  public long dataStart() {
    return arrayEnd(LeafElement.SIZE);
  }

  /// Element `index`, with key and value inside this page.
  ///
  /// @throws CorruptSnapshotException if key or value leave the page or overlap the element array
  /// @throws IndexOutOfBoundsException if `index` is not 0 to `count() - 1`
  @Override
  public LeafElement element(int index) throws CorruptSnapshotException {
    LeafElement known = elements[Objects.checkIndex(index, elements.length)];
    if (known == null) {
      known = read(index);
      elements[index] = known;
    }
    return known;
  }

  private LeafElement read(int index) throws CorruptSnapshotException {
    long at = elementOffset(index);
    long flagsAndPosition = bytes.u64(at);
    long lengths = bytes.u64(at + 8);
    long keyOffset = at + (flagsAndPosition >>> 32);
    long keyLength = lengths & 0xFFFF_FFFFL;
    long valueLength = lengths >>> 32;
    Optional<StructureRule> fault = fault(keyOffset, keyLength, valueLength);
    if (fault.isPresent()) {
      throw bytes.corrupt(pageId, at, fault.get(), describe(index));
    }
    return new LeafElement(
        at, (int) flagsAndPosition, keyOffset, (int) keyLength, (int) valueLength);
  }

  /// File offset of element `index`.
  public long elementOffset(int index) {
    return elementOffset(index, LeafElement.SIZE);
  }

  /// The rule that element `index` breaks by its own numbers, if any.
  public Optional<StructureRule> fault(int index) {
    long at = elementOffset(index);
    return fault(at + bytes.u32(at + 4), bytes.u32(at + 8), bytes.u32(at + 12));
  }

  private Optional<StructureRule> fault(long keyOffset, long keyLength, long valueLength) {
    if (keyOffset < dataStart()
        || keyLength + valueLength > end - keyOffset
        || valueLength > PageLimits.MAX_VALUE_LENGTH) {
      return Optional.of(StructureRule.ELEMENT_OUT_OF_PAGE);
    }
    return keyLength > PageLimits.MAX_KEY_LENGTH
        ? Optional.of(StructureRule.KEY_TOO_LONG)
        : Optional.empty();
  }

  /// Where element `index` puts its key and value, for errors.
  public String describe(int index) {
    long at = elementOffset(index);
    long start = at + bytes.u32(at + 4) - offset;
    long keyLength = bytes.u32(at + 8);
    return "element %d of %d puts its key of %d bytes and its value at bytes %d..%d of %d"
        .formatted(
            index,
            header.count(),
            keyLength,
            start,
            start + keyLength + bytes.u32(at + 12),
            end - offset);
  }

  /// Refuses elements that together claim more bytes than the page has: they overlap, and a page of
  /// them could make a reader work for hours.
  ///
  /// @throws CorruptSnapshotException if they do, or if one of them leaves the page
  public void checkElements() throws CorruptSnapshotException {
    long claimed = 0;
    for (int i = 0; i < header.count(); i++) {
      LeafElement element = element(i);
      claimed += element.end() - element.keyOffset();
    }
    if (claimed > end - dataStart()) {
      throw bytes.corrupt(
          pageId,
          offset,
          StructureRule.ELEMENT_OVERLAP,
          "%d elements claim %d bytes of a page that has %d for them"
              .formatted(header.count(), claimed, end - dataStart()));
    }
  }
}
