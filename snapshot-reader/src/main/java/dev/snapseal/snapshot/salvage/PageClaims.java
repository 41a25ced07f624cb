package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.PageSet;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageType;
import java.util.Optional;

/// Which pages of a file begin a node, by their headers alone, and which belong to somebody
/// already: each byte is taken once, whatever claims it.
///
/// That a page lies where its id says is the sign here, not the shape of its elements as on a raw
/// disk ([dev.snapseal.snapshot.carve.PageCarver]): those may be what is damaged.
final class PageClaims {
  private final SnapshotBytes bytes;
  private final SourceShape shape;
  private final PageSet heads;
  private final PageSet claimed;
  private final PageSet refused;

  PageClaims(SnapshotBytes bytes, SourceShape shape) {
    this.bytes = bytes;
    this.shape = shape;
    this.heads = new PageSet(shape.pages());
    this.claimed = new PageSet(shape.pages());
    this.refused = new PageSet(shape.pages());
    for (long page = 2; page < shape.pages(); page++) {
      Optional<PageHeader> header = shape.header(bytes, page);
      if (header.isPresent() && isPlausible(header.get())) {
        heads.add(page);
      }
    }
  }

  private boolean isPlausible(PageHeader header) {
    long length = header.span() * shape.pageSize();
    return switch (header.type()) {
      case LEAF, BRANCH -> LeafReader.fits(header, length);
      case FREELIST -> true;
      case META -> false;
    };
  }

  /// The header of a page that begins a node and is nobody's yet.
  Optional<PageHeader> free(long pageId, PageType type) {
    return isHead(pageId) && !claimed.contains(pageId)
        ? shape.header(bytes, pageId).filter(header -> header.type() == type)
        : Optional.empty();
  }

  /// Whether a page begins a node; `pageId` may be anything.
  boolean isHead(long pageId) {
    return pageId >= 0 && heads.contains(pageId);
  }

  /// Claims all pages of a node; none if one is taken. Asked again it refuses without a look: a
  /// crafted branch can lead to one node a million times.
  boolean claim(PageHeader header) {
    if (refused.contains(header.id())) {
      return false;
    }
    boolean isTaken = claimed.addAll(header.id(), header.span()) >= 0;
    if (isTaken) {
      refused.add(header.id());
    }
    return !isTaken;
  }

  /// Pages that are left of a node that no tree leads to: where another page has its place, an old
  /// node was overwritten.
  long left(PageHeader header) {
    long end = header.id() + header.span();
    end = Math.min(end, heads.nextIn(header.id() + 1));
    end = Math.min(end, claimed.nextIn(header.id() + 1));
    return end - header.id();
  }

  /// Claims what is left of a node.
  void claimLeft(PageHeader header) {
    claimed.addAll(header.id(), left(header));
  }

  /// The next page from `pageId` on that begins a node, the number of pages if there is none.
  long nextHead(long pageId) {
    return heads.nextIn(pageId);
  }

  long nextFree(long pageId) {
    return claimed.nextOut(pageId);
  }

  long nextClaimed(long pageId) {
    return claimed.nextIn(pageId);
  }
}
