package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.internal.PageSet;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which pages of a file begin a node, by their headers alone, and which belong to somebody
/// already: each byte is taken once, whatever claims it.
///
/// That a page lies where its id says is the sign here, not the shape of its elements as on a raw
/// disk ([dev.snapseal.snapshot.carve.PageCarver]): those may be what is damaged.
final class PageClaims {
  /// Damage does not hit more; a crafted file could have millions.
  private static final int MOST_MENDED = 1 << 16;

  private final SnapshotBytes bytes;
  private final SourceShape shape;
  private final PageSet heads;
  private final PageSet claimed;
  private final PageSet refused;
  private final Map<Long, PageHeader> mended = new HashMap<>();

  PageClaims(SnapshotBytes bytes, SourceShape shape) {
    this.bytes = bytes;
    this.shape = shape;
    this.heads = new PageSet(shape.pages());
    this.claimed = new PageSet(shape.pages());
    this.refused = new PageSet(shape.pages());
    PageSet places = new PageSet(shape.pages());
    for (long page = 2; page < shape.pages(); page++) {
      if (shape.header(bytes, page).isPresent()) {
        places.add(page);
      }
    }
    for (long page = places.nextIn(2); page < shape.pages(); page = places.nextIn(page + 1)) {
      addHead(shape.header(bytes, page).orElseThrow(), places);
    }
  }

  /// A node reaches to the next place that has a header, at most: so no byte is looked at for two
  /// nodes.
  private void addHead(PageHeader header, PageSet places) {
    boolean isTreePage = header.type() == PageType.LEAF || header.type() == PageType.BRANCH;
    PageHeader best = header;
    if (isTreePage && mended.size() < MOST_MENDED) {
      long end = Math.min(header.id() + header.span(), places.nextIn(header.id() + 1));
      int count = count(header, end).best();
      best = new PageHeader(header.id(), header.type(), count, header.overflow());
    }
    if (isPlausible(best)) {
      heads.add(best.id());
      if (best.count() != header.count()) {
        mended.put(best.id(), best);
      }
    }
  }

  private NodeCount count(PageHeader header, long end) {
    return new NodeCount(
        bytes, header.type(), header.id() * shape.pageSize(), end * shape.pageSize());
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
    return Optional.of(pageId)
        .filter(page -> isHead(page) && !claimed.contains(page))
        .flatMap(this::header)
        .filter(header -> header.type() == type);
  }

  /// The header of a page that begins a node, with the number of elements that the node has where
  /// its own is wrong; `pageId` may be anything.
  Optional<PageHeader> header(long pageId) {
    if (!isHead(pageId)) {
      return Optional.empty();
    }
    PageHeader known = mended.get(pageId);
    return known == null ? shape.header(bytes, pageId) : Optional.of(known);
  }

  /// Whether a header has another number of elements than the file says.
  boolean isMended(PageHeader header) {
    return said(header) != header.count();
  }

  /// How many elements a header has by the file, 0 to 65535.
  int said(PageHeader header) {
    return bytes.u16(header.id() * shape.pageSize() + 10);
  }

  /// Whether the number of elements of a node agrees with where its first key stands.
  boolean isCounted(PageHeader header) {
    return count(header, header.id() + header.span()).agrees(header.count());
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
