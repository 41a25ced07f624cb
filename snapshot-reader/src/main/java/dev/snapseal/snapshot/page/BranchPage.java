package dev.snapseal.snapshot.page;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import java.util.Optional;

/// First keys and page ids of the pages below.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/page.go">bbolt
///   page.go</a>
public final class BranchPage extends TreePage {
  /// A branch whose node fills `offset` to `end`.
  ///
  /// @throws CorruptSnapshotException if it has no elements or more than fit
  public BranchPage(SnapshotBytes bytes, PageHeader header, long offset, long end)
      throws CorruptSnapshotException {
    super(bytes, header.id(), header, offset, end);
    if (header.count() == 0) {
      throw bytes.corrupt(
          pageId, offset + COUNT_OFFSET, StructureRule.BRANCH_EMPTY, "branch page has no elements");
    }
    checkCount("branch", BranchElement.SIZE);
  }

  @Override
  public long dataStart() {
    return arrayEnd(BranchElement.SIZE);
  }

  /// Element `index`, with its key inside this page; the child's id is not yet checked.
  ///
  /// @throws CorruptSnapshotException if the key leaves the page or overlaps the element array
  /// @throws IndexOutOfBoundsException if `index` is not 0 to `count() - 1`
  @Override
  public BranchElement element(int index) throws CorruptSnapshotException {
    Optional<StructureRule> fault = fault(index);
    if (fault.isPresent()) {
      throw bytes.corrupt(pageId, elementOffset(index), fault.get(), describe(index));
    }
    long at = elementOffset(index);
    return new BranchElement(at, at + bytes.u32(at), (int) bytes.u32(at + 4), childPageId(index));
  }

  /// Looks at every element.
  ///
  /// @throws CorruptSnapshotException if one of them leaves the page
  public void checkElements() throws CorruptSnapshotException {
    for (int i = 0; i < header.count(); i++) {
      element(i);
    }
  }

  /// File offset of element `index`.
  public long elementOffset(int index) {
    return elementOffset(index, BranchElement.SIZE);
  }

  /// The child of element `index`, whatever the state of its key; not yet checked.
  public long childPageId(int index) {
    return bytes.u64(elementOffset(index) + 8);
  }

  /// The rule that element `index` breaks by its own numbers, if any.
  public Optional<StructureRule> fault(int index) {
    long at = elementOffset(index);
    long keyOffset = at + bytes.u32(at);
    long keyLength = bytes.u32(at + 4);
    if (keyOffset < dataStart() || keyLength > end - keyOffset) {
      return Optional.of(StructureRule.ELEMENT_OUT_OF_PAGE);
    }
    return keyLength > PageLimits.MAX_KEY_LENGTH
        ? Optional.of(StructureRule.KEY_TOO_LONG)
        : Optional.empty();
  }

  /// Where element `index` puts its key, for errors.
  public String describe(int index) {
    long at = elementOffset(index);
    long start = at + bytes.u32(at) - offset;
    return "element %d of %d puts its key at bytes %d..%d of %d"
        .formatted(index, header.count(), start, start + bytes.u32(at + 4), end - offset);
  }
}
