package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.internal.PageDecoder;
import dev.snapseal.snapshot.internal.PageSet;
import dev.snapseal.snapshot.page.PageHeader;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/// Keeps account of every page below the high-water mark: each is used once or free once.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/tx_check.go">bbolt tx_check.go</a>
final class PageLedger {
  private final PageDecoder pages;
  private final long highWaterMark;
  private final FindingList findings;
  private final LongConsumer progress;
  private final PageSet used;
  private Optional<PageSet> free = Optional.empty();
  private long checked;

  /// @param pages reads only pages that the file has
  /// @param highWaterMark as the meta page states it, unsigned: more where the file is truncated
  PageLedger(PageDecoder pages, long highWaterMark, FindingList findings, LongConsumer progress) {
    this.pages = pages;
    this.highWaterMark = highWaterMark;
    this.findings = findings;
    this.progress = progress;
    this.used = new PageSet(pages.meta().highWaterMark());
  }

  /// Sets which pages a stored freelist lists.
  void setFree(PageSet listed) {
    free = Optional.of(listed);
  }

  /// Whether the file has the page that `from` refers to; a finding if not.
  boolean isInBounds(long pageId, Place from) {
    if (pages.isTreePageId(pageId)) {
      return true;
    }
    if (isBehindEndOfFile(pageId)) {
      findings.error(
          StructureRule.FILE_TRUNCATED,
          from,
          () -> "page " + pageId + " is in use and lies behind the end of the file");
    } else {
      findings.error(
          StructureRule.PAGE_OUT_OF_BOUNDS,
          from,
          () ->
              "refers to page %s, tree pages are 2 to %s"
                  .formatted(
                      Long.toUnsignedString(pageId), Long.toUnsignedString(highWaterMark - 1)));
    }
    return false;
  }

  /// Whether a page would be in use had the file not been cut.
  boolean isBehindEndOfFile(long pageId) {
    return Long.compareUnsigned(pageId, pages.meta().highWaterMark()) >= 0
        && Long.compareUnsigned(pageId, highWaterMark) < 0;
  }

  /// Takes a page into use; `false`, and a finding, if it is in use already.
  ///
  /// @param from where the reference stands
  boolean claim(long pageId, Place from) {
    if (!used.add(pageId)) {
      findings.error(
          StructureRule.PAGE_MULTIPLE_REFERENCES,
          placeOf(pageId, from),
          () ->
              "page is in use already and referred to again by page %d at byte %d"
                  .formatted(from.page().orElse(0), from.offset().orElse(0)));
      return false;
    }
    checked++;
    progress.accept(1);
    if (free.isPresent() && free.get().contains(pageId)) {
      findings.error(
          StructureRule.PAGE_REACHABLE_FREED,
          placeOf(pageId, from),
          () ->
              "page is in use and in the freelist; page %d refers to it"
                  .formatted(from.page().orElse(0)));
    }
    return true;
  }

  /// Takes the pages that continue a node into use, up to the first that is in use already.
  ///
  /// Going on behind that one would let few bytes of a crafted file cost hours.
  boolean claimOverflow(PageHeader header, Place from) {
    for (long id = header.id() + 1; id <= header.id() + header.overflow(); id++) {
      if (!claim(id, from)) {
        return false;
      }
    }
    return true;
  }

  /// Reports every run of pages that are neither used nor free; without a stored freelist there can
  /// be none.
  void checkAllAccounted() {
    if (free.isEmpty()) {
      return;
    }
    long end = pages.meta().highWaterMark();
    long id = 2;
    while (id < end) {
      long start = id;
      while (id < end && !used.contains(id) && !free.get().contains(id)) {
        id++;
      }
      if (id > start) {
        reportUnaccounted(start, id - 1);
      }
      id++;
    }
  }

  /// Pages examined, those of the trees and of the freelist.
  long checked() {
    return checked;
  }

  private Place placeOf(long pageId, Place from) {
    return new Place(
        OptionalLong.of(pageId), OptionalLong.of(pages.offsetOf(pageId)), from.bucket());
  }

  private void reportUnaccounted(long first, long last) {
    findings.error(
        StructureRule.PAGE_UNREACHABLE_UNFREED,
        Place.at(first, pages.offsetOf(first)),
        () ->
            first == last
                ? "page is neither in use nor in the freelist"
                : "pages %d to %d are neither in use nor in the freelist".formatted(first, last));
  }
}
