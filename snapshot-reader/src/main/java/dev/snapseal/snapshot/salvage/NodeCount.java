package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageLimits;
import dev.snapseal.snapshot.page.PageType;

/// How many elements a node has: its header says it, and so does the place of its first key.
///
/// bbolt writes the keys right behind the element array, in the order of the elements and without
/// gaps, so `pos` of the first element is sixteen times their number, on branch and leaf alike. A
/// header that says fewer hides elements that are still there, and one that says more makes
/// elements of what are keys.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/node.go">bbolt node.go, write</a>
final class NodeCount {
  /// Branch and leaf elements are as long.
  private static final int ELEMENT_SIZE = 16;

  private static final int MOST = 0xFFFF;

  private final SnapshotBytes bytes;
  private final PageType type;
  private final long offset;
  private final long end;

  /// Looks at a node.
  ///
  /// @param type branch or leaf
  /// @param offset of its header
  /// @param end one behind the last byte that may be the node's
  NodeCount(SnapshotBytes bytes, PageType type, long offset, long end) {
    this.bytes = bytes;
    this.type = type;
    this.offset = offset;
    this.end = end;
  }

  /// What the header says, 0 to 65535.
  int said() {
    return bytes.u16(offset + 10);
  }

  /// The number by the place of the first key, if all elements of that number are as bbolt writes
  /// them; otherwise what the header says.
  int best() {
    int said = said();
    if (agrees(said)) {
      return said;
    }
    long position = position();
    long count = position / ELEMENT_SIZE;
    return position % ELEMENT_SIZE == 0 && count > 0 && count <= MOST && isPacked((int) count)
        ? (int) count
        : said;
  }

  /// Whether the first key stands where it must with so many elements.
  boolean agrees(int count) {
    return position() == (long) count * ELEMENT_SIZE;
  }

  /// Where the first element puts its key, 0 if there is no room for one.
  private long position() {
    long at = offset + PageHeader.SIZE;
    return end - at < ELEMENT_SIZE ? 0 : bytes.u32(at + keyField());
  }

  private int keyField() {
    return type == PageType.LEAF ? 4 : 0;
  }

  private boolean isPacked(int count) {
    long next = offset + PageHeader.SIZE + (long) count * ELEMENT_SIZE;
    long before = next;
    long beforeLength = 0;
    for (int i = 0; i < count; i++) {
      long at = offset + PageHeader.SIZE + (long) i * ELEMENT_SIZE;
      if (next > end || at + bytes.u32(at + keyField()) != next) {
        return false;
      }
      long length = bytes.u32(at + keyField() + 4);
      if (length == 0
          || length > PageLimits.MAX_KEY_LENGTH
          || length > end - next
          || (i > 0 && bytes.compare(before, beforeLength, next, length) >= 0)) {
        return false;
      }
      before = next;
      beforeLength = length;
      next += length + (type == PageType.LEAF ? bytes.u32(at + 12) : 0);
    }
    return next <= end;
  }
}
