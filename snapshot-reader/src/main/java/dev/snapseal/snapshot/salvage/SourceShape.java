package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.internal.MetaPages;
import dev.snapseal.snapshot.page.MetaPage;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageLimits;
import dev.snapseal.snapshot.page.PageType;
import java.util.List;
import java.util.Optional;

/// How large the pages of a file are, how many it has, and what its meta pages still say.
///
/// @param pageSize bytes
/// @param pages whole pages of the file; those behind the high-water mark count, since they may
///   hold what a commit wrote that never ended
/// @param metas the valid meta pages, the current one first
/// @param faults what is wrong with the others
public record SourceShape(
    int pageSize, long pages, List<MetaPage> metas, List<CorruptSnapshotException> faults) {
  private static final int FIRST_TREE_PAGE = 2;
  private static final int CLAIMED_SIZE_OFFSET = 24;

  public SourceShape {
    metas = List.copyOf(metas);
    faults = List.copyOf(faults);
  }

  /// Asks the meta pages, or else the page headers.
  ///
  /// @return empty if no page of any size is where it says it is
  /// @throws CorruptSnapshotException if the file has more pages than this program reads
  static Optional<SourceShape> of(SnapshotBytes bytes) throws CorruptSnapshotException {
    List<MetaPage> metas = List.of();
    List<CorruptSnapshotException> faults;
    int pageSize;
    try {
      MetaPages found = MetaPages.read(bytes);
      metas = found.metas();
      faults = found.faults();
      pageSize = metas.getFirst().pageSize();
    } catch (CorruptSnapshotException _) {
      pageSize = byTrial(bytes);
      faults = MetaPages.faults(bytes, pageSize);
    }
    if (pageSize == 0) {
      return Optional.empty();
    }
    long pages = bytes.length() / pageSize;
    if (pages > PageLimits.MAX_PAGES) {
      throw bytes.corrupt(
          StructureRule.FILE_TOO_LARGE,
          "the file has %d pages, this program reads up to %d"
              .formatted(pages, PageLimits.MAX_PAGES));
    }
    return Optional.of(new SourceShape(pageSize, pages, metas, faults));
  }

  /// The page size by which most headers lie where their page ids say; 0 if none does. A header
  /// fits one size only, unless its id is 0.
  private static int byTrial(SnapshotBytes bytes) {
    int best = 0;
    long bestCount = 0;
    for (int size = PageLimits.MIN_PAGE_SIZE; size <= PageLimits.MAX_PAGE_SIZE; size <<= 1) {
      long count = headersInPlace(bytes, size);
      if (count > bestCount) {
        best = size;
        bestCount = count;
      }
    }
    long claimed = bytes.length() >= MetaPage.USED_BYTES ? bytes.u32(CLAIMED_SIZE_OFFSET) : 0;
    boolean isOther =
        claimed >= PageLimits.MIN_PAGE_SIZE
            && claimed <= PageLimits.MAX_PAGE_SIZE
            && Long.bitCount(claimed) != 1;
    return isOther && headersInPlace(bytes, (int) claimed) > bestCount ? (int) claimed : best;
  }

  private static long headersInPlace(SnapshotBytes bytes, int pageSize) {
    long count = 0;
    long pages = bytes.length() / pageSize;
    for (long page = FIRST_TREE_PAGE; page < pages; page++) {
      if (bytes.u64(page * pageSize) == page && typeAt(bytes, page * pageSize).isPresent()) {
        count++;
      }
    }
    return count;
  }

  /// The kind of page whose header lies at an offset, one that is not a meta page's.
  static Optional<PageType> typeAt(SnapshotBytes bytes, long offset) {
    return PageType.fromFlags(bytes.u16(offset + 8)).filter(type -> type != PageType.META);
  }

  /// The header of a page that is where it says it is and whose overflow pages are in the file.
  Optional<PageHeader> header(SnapshotBytes bytes, long pageId) {
    if (pageId < FIRST_TREE_PAGE || pageId >= pages) {
      return Optional.empty();
    }
    long offset = pageId * pageSize;
    long overflow = bytes.u32(offset + 12);
    if (bytes.u64(offset) != pageId || overflow >= pages - pageId) {
      return Optional.empty();
    }
    return typeAt(bytes, offset)
        .map(type -> new PageHeader(pageId, type, bytes.u16(offset + 10), overflow));
  }

  /// The meta page that bbolt works with, if one is valid.
  public Optional<MetaPage> meta() {
    return metas.stream().findFirst();
  }

  /// Whether a meta page is broken that may have named a newer tree than the valid one: what was
  /// committed last. A snapshot, told by its SHA-256 trailer, has two meta pages that name one
  /// tree.
  boolean mayLackCommit(SnapshotBytes bytes) {
    return metas.size() == 1 && !FileDigest.hasTrailer(bytes.length());
  }

  /// Pages that the file must have, by its meta page, and has not.
  public long missingPages() {
    return meta()
        .map(MetaPage::highWaterMark)
        .filter(mark -> Long.compareUnsigned(mark, pages) > 0)
        .map(mark -> mark - pages)
        .orElse(0L);
  }
}
