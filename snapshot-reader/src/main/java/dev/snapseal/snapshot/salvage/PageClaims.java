package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.PageSet;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageType;
import java.util.Optional;

/// Which pages of a file begin a node, by their headers alone, and which belong to somebody
/// already: each byte is taken once, whatever claims it.
final class PageClaims {
  private final SnapshotBytes bytes;
  private final SourceShape shape;
  private final PageSet heads;
  private final PageSet claimed;

  PageClaims(SnapshotBytes bytes, SourceShape shape) {
    this.bytes = bytes;
    this.shape = shape;
    this.heads = new PageSet(shape.pages());
    this.claimed = new PageSet(shape.pages());
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

  boolean isHead(long pageId) {
    return heads.contains(pageId);
  }

  boolean isClaimed(long pageId) {
    return claimed.contains(pageId);
  }

  /// Claims all pages of a node; none if one is taken.
  boolean claim(PageHeader header) {
    return claimed.addAll(header.id(), header.span()) < 0;
  }

  /// Claims what is left of a node that no tree leads to: where another page has its place, an old
  /// node was overwritten.
  ///
  /// @return pages it has left
  long claimLeft(PageHeader header) {
    long end = header.id() + header.span();
    end = Math.min(end, heads.nextIn(header.id() + 1));
    end = Math.min(end, claimed.nextIn(header.id() + 1));
    claimed.addAll(header.id(), end - header.id());
    return end - header.id();
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
