package dev.snapseal.snapshot.page;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.internal.SnapshotBytes;

/// First keys and page ids of the pages below.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/page.go">bbolt
///   page.go</a>
public final class BranchPage implements Page {
  private final SnapshotBytes bytes;
  private final PageHeader header;
  private final long offset;
  private final long end;

  /// A branch whose node fills `offset` to `end`.
  ///
  /// @throws CorruptSnapshotException if it has no elements or more than fit
  public BranchPage(SnapshotBytes bytes, PageHeader header, long offset, long end)
      throws CorruptSnapshotException {
    this.bytes = bytes;
    this.header = header;
    this.offset = offset;
    this.end = end;
    if (header.count() == 0) {
      throw bytes.corrupt(
          header.id(), offset + 10, StructureRule.BRANCH_EMPTY, "branch page has no elements");
    }
    if ((long) header.count() * BranchElement.SIZE > end - offset - PageHeader.SIZE) {
      throw bytes.corrupt(
          header.id(),
          offset + 10,
          StructureRule.ELEMENT_COUNT,
          "branch page counts "
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
    return offset + PageHeader.SIZE + (long) header.count() * BranchElement.SIZE;
  }

  /// Element `index`, with its key inside this page; the child's id is not yet checked.
  ///
  /// @throws CorruptSnapshotException if the key leaves the page or overlaps the element array
  /// @throws IndexOutOfBoundsException if `index` is not 0 to `count() - 1`
  public BranchElement element(int index) throws CorruptSnapshotException {
    java.util.Objects.checkIndex(index, header.count());
    long at = offset + PageHeader.SIZE + (long) index * BranchElement.SIZE;
    long keyOffset = at + bytes.u32(at);
    long keyLength = bytes.u32(at + 4);
    if (keyOffset < dataStart() || keyLength > end - keyOffset) {
      throw bytes.corrupt(
          header.id(),
          at,
          StructureRule.ELEMENT_OUT_OF_PAGE,
          "element %d of %d puts its key at bytes %d..%d of %d"
              .formatted(
                  index,
                  header.count(),
                  keyOffset - offset,
                  keyOffset - offset + keyLength,
                  end - offset));
    }
    if (keyLength > PageLimits.MAX_KEY_LENGTH) {
      throw bytes.corrupt(
          header.id(),
          at + 4,
          StructureRule.KEY_TOO_LONG,
          "element " + index + " has a key of " + keyLength + " bytes, limit 32768");
    }
    return new BranchElement(at, keyOffset, (int) keyLength, bytes.u64(at + 8));
  }
}
