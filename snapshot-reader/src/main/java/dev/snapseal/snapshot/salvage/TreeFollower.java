package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.PageTreeWalk;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.page.BranchElement;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageLimits;
import dev.snapseal.snapshot.page.PageType;
import java.util.Optional;

/// Follows a tree as far as it goes: what cannot be read is told to the visitor, and passed over.
///
/// A page counts as a child only if its first key is in the range that its parent gives it: pages
/// are used again, and what stands there now may be another tree's.
final class TreeFollower {
  private final SnapshotBytes bytes;
  private final SourceShape shape;
  private final PageClaims claims;
  private final Visitor visitor;
  private long lost;

  TreeFollower(SnapshotBytes bytes, SourceShape shape, PageClaims claims, Visitor visitor) {
    this.bytes = bytes;
    this.shape = shape;
    this.claims = claims;
    this.visitor = visitor;
  }

  /// Takes pages in key order.
  interface Visitor {
    /// A leaf; its pages are claimed.
    void leaf(PageHeader header);

    /// A page that is not there, and all below it, between the leaf before and the one behind.
    ///
    /// @param pageId as its parent has it
    void lost(long pageId, PageLoss why);

    /// A page of the tree whose header has a wrong number of elements; all of them are taken.
    void mended(PageHeader header);

    /// Nobody knows whether there is more between the leaf before and the one behind.
    default void gap() {}
  }

  /// A place of the file that holds a key; a length of 0 stands for no bound.
  private record Key(long offset, int length) {
    static final Key NONE = new Key(0, 0);

    boolean isBound() {
      return length > 0;
    }
  }

  /// Follows the tree below a page.
  void follow(long rootPageId) {
    follow(rootPageId, Key.NONE, Key.NONE, 0);
  }

  private void follow(long pageId, Key low, Key high, int depth) {
    Optional<PageHeader> found = claims.header(pageId);
    if (found.isEmpty()) {
      lost++;
      // A crafted branch can lead there a million times.
      visitor.lost(
          pageId, lost > Losses.MAX_KEPT ? PageLoss.NO_PAGE : PageLoss.of(bytes, shape, pageId));
      return;
    }
    PageHeader header = found.get();
    if (header.type() == PageType.FREELIST || depth >= PageTreeWalk.MAX_DEPTH) {
      visitor.lost(
          pageId, header.type() == PageType.FREELIST ? PageLoss.OTHER_PAGE : PageLoss.TOO_DEEP);
      return;
    }
    if (header.count() > 0 && !isInRange(firstKey(header), low, high)) {
      visitor.lost(pageId, PageLoss.OTHER_PAGE);
      return;
    }
    if (!claims.claim(header)) {
      visitor.lost(pageId, PageLoss.TWICE);
      return;
    }
    if (claims.isMended(header)) {
      visitor.mended(header);
    }
    if (isCounted(header, depth)) {
      followClaimed(header, low, high, depth);
    } else {
      visitor.lost(pageId, PageLoss.COUNT);
      followClaimed(header, low, high, depth);
      visitor.gap();
    }
  }

  /// Only a bucket's root may be empty, and only as a leaf.
  private boolean isCounted(PageHeader header, int depth) {
    boolean mayBeEmpty = depth == 0 && header.type() == PageType.LEAF;
    return (header.count() > 0 || mayBeEmpty) && claims.isCounted(header);
  }

  private void followClaimed(PageHeader header, Key low, Key high, int depth) {
    if (header.type() == PageType.LEAF) {
      visitor.leaf(header);
    } else {
      followBranch(header, low, high, depth);
    }
  }

  private void followBranch(PageHeader header, Key low, Key high, int depth) {
    Key from = low;
    for (int i = 0; i < header.count(); i++) {
      Key next = i + 1 < header.count() ? branchKey(header, i + 1) : high;
      long at = header.id() * shape.pageSize() + PageHeader.SIZE + (long) i * BranchElement.SIZE;
      Key own = branchKey(header, i);
      follow(bytes.u64(at + 8), own.isBound() ? own : from, next, depth + 1);
      from = next;
    }
  }

  /// The key of a branch element; unbounded if it is not on the page.
  private Key branchKey(PageHeader header, int index) {
    long start = header.id() * shape.pageSize();
    long at = start + PageHeader.SIZE + (long) index * BranchElement.SIZE;
    return key(header, at + bytes.u32(at), bytes.u32(at + 4));
  }

  private Key firstKey(PageHeader header) {
    long start = header.id() * shape.pageSize();
    long at = start + PageHeader.SIZE;
    return header.type() == PageType.BRANCH
        ? branchKey(header, 0)
        : key(header, at + bytes.u32(at + 4), bytes.u32(at + 8));
  }

  private Key key(PageHeader header, long offset, long length) {
    long end = (header.id() + header.span()) * shape.pageSize();
    boolean isThere = length > 0 && length <= PageLimits.MAX_KEY_LENGTH && length <= end - offset;
    return isThere ? new Key(offset, (int) length) : Key.NONE;
  }

  private boolean isInRange(Key key, Key low, Key high) {
    if (!key.isBound()) {
      return true;
    }
    return (!low.isBound() || compare(key, low) >= 0)
        && (!high.isBound() || compare(key, high) < 0);
  }

  private int compare(Key one, Key other) {
    return bytes.compare(one.offset, one.length, other.offset, other.length);
  }

  /// Whether the keys of a branch page begin and end as revisions do.
  boolean isOfRevisions(PageHeader header) {
    return header.count() > 0
        && isRevision(branchKey(header, 0))
        && isRevision(branchKey(header, header.count() - 1));
  }

  private boolean isRevision(Key key) {
    return Revision.fromKeyBytes(bytes, key.offset, key.length).isPresent();
  }
}
