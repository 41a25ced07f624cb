package dev.snapseal.snapshot.page;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;

/// A page of a tree: an array of elements, and behind it what they claim.
public abstract sealed class TreePage extends Page permits BranchPage, LeafPage {
  TreePage(SnapshotBytes bytes, long pageId, PageHeader header, long offset, long end) {
    super(bytes, pageId, header, offset, end);
  }

  public final int count() {
    return header.count();
  }

  /// First byte behind the element array.
  public abstract long dataStart();

  /// Element `index`, with what it claims inside this page.
  ///
  /// @throws CorruptSnapshotException if that leaves the page or overlaps the element array
  /// @throws IndexOutOfBoundsException if `index` is not 0 to `count() - 1`
  public abstract PageElement element(int index) throws CorruptSnapshotException;
}
