package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.internal.MetaPages;
import dev.snapseal.snapshot.page.MetaPage;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageType;
import java.util.Optional;
import java.util.function.Supplier;

/// Checks both meta pages, also the one that does not count.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/meta.go">bbolt
///   meta.go</a>
final class MetaCheck {
  private final SnapshotBytes bytes;
  private final MetaPages metas;
  private final FindingList findings;

  MetaCheck(SnapshotBytes bytes, MetaPages metas, FindingList findings) {
    this.bytes = bytes;
    this.metas = metas;
    this.findings = findings;
  }

  void check() {
    int pageSize = metas.current().pageSize();
    metas.faults().forEach(this::reportFault);
    for (long id = 0; id < 2; id++) {
      long offset = id * pageSize;
      if (offset + pageSize <= bytes.length()) {
        checkHeader(id, offset);
        checkZero(id, offset + 10, offset + PageHeader.SIZE, "in the header of a meta page");
        checkZero(id, offset + 28, offset + 32, "in the unused flags of a meta page");
        checkZero(id, offset + MetaPage.USED_BYTES, offset + pageSize, "behind a meta page");
      }
    }
    metas.metas().stream().skip(1).forEach(this::checkOther);
  }

  /// bbolt goes on with the other meta page, unless it is the page size that is wrong: it tests
  /// that one nowhere and reads every page at the wrong place.
  private void reportFault(CorruptSnapshotException fault) {
    Place place = new Place(fault.pageId(), fault.offset(), Optional.empty());
    if (fault.rule() == StructureRule.META_PAGE_SIZE) {
      findings.error(fault.rule(), place, fault::found);
    } else {
      findings.warning(fault.rule(), place, fault::found);
    }
  }

  /// bbolt's check refuses the file for the id of either page.
  private void checkHeader(long id, long offset) {
    long found = bytes.u64(offset);
    if (found != id) {
      findings.error(
          StructureRule.PAGE_ID,
          Place.at(id, offset),
          () -> "meta page identifies itself as " + Long.toUnsignedString(found));
    }
    checkType(id, offset + 8);
  }

  /// bbolt wants any of the known types, and does not mind which.
  private void checkType(long id, long offset) {
    int flags = bytes.u16(offset);
    Optional<PageType> type = PageType.fromFlags(flags);
    Supplier<String> message = () -> "meta page has the type 0x%02x".formatted(flags);
    if (type.isEmpty()) {
      findings.error(StructureRule.PAGE_TYPE, Place.at(id, offset), message);
    } else if (type.get() != PageType.META) {
      findings.warning(StructureRule.PAGE_TYPE, Place.at(id, offset), message);
    }
  }

  private void checkZero(long id, long start, long end, String where) {
    long dirty = bytes.firstNonZero(start, end);
    if (dirty < end) {
      findings.warning(
          StructureRule.SLACK_NOT_ZERO,
          Place.at(id, dirty),
          () -> "bytes other than zero " + where);
    }
  }

  private void checkOther(MetaPage meta) {
    boolean rootFits = fits(meta, meta.rootPageId());
    boolean freelistFits = !meta.hasFreelist() || fits(meta, meta.freelistPageId());
    if (!rootFits || !freelistFits) {
      findings.warning(
          StructureRule.META_REFERENCE,
          Place.at(meta.pageId(), meta.pageId() * meta.pageSize() + (rootFits ? 48 : 32)),
          () -> "the meta page not in use names a page that cannot be");
    }
  }

  private static boolean fits(MetaPage meta, long pageId) {
    return Long.compareUnsigned(pageId, 2) >= 0
        && Long.compareUnsigned(pageId, meta.highWaterMark()) < 0;
  }
}
