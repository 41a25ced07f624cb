package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.internal.MetaPages;
import dev.snapseal.snapshot.internal.PageDecoder;
import dev.snapseal.snapshot.page.FreelistPage;
import dev.snapseal.snapshot.page.MetaPage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// Examines every page of a backup and collects what is wrong, where [Snapshot] would stop.
///
/// All that `bbolt check` tests is tested, and what it does not: elements outside their page,
/// inline buckets, empty keys, branch keys, the freelist's bounds, the unused meta page, the file's
/// length, bytes where none should be, cycles.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/tx_check.go">bbolt tx_check.go</a>
public final class SnapshotChecker {
  private final SnapshotBytes bytes;
  private final MetaPages metas;
  private final CheckOptions options;
  private final FindingList findings = new FindingList();

  private SnapshotChecker(SnapshotBytes bytes, CheckOptions options)
      throws CorruptSnapshotException {
    this.bytes = bytes;
    this.options = options;
    this.metas = MetaPages.read(bytes);
  }

  /// Checks an open snapshot.
  ///
  /// @throws IOException only if the visitor in `options` throws it
  public static CheckReport check(Snapshot snapshot, CheckOptions options) throws IOException {
    return new SnapshotChecker(snapshot.bytes(), options).run();
  }

  /// Checks a file that may be too damaged to be opened as a snapshot.
  ///
  /// @param file name for errors
  /// @param image the whole file
  /// @throws CorruptSnapshotException if no meta page is valid, or the file is larger than this
  ///   program reads
  /// @throws IOException if the visitor in `options` throws it
  public static CheckReport check(String file, MemorySegment image, CheckOptions options)
      throws IOException {
    return new SnapshotChecker(new SnapshotBytes(file, image), options).run();
  }

  private CheckReport run() throws IOException {
    new MetaCheck(bytes, metas, findings).check();
    MetaPage meta = metas.current();
    RowChecks rows = new RowChecks(bytes, findings, options);
    CheckScope scope = scope(meta, findings, rows, options);
    checkLength(meta);
    checkTrees(scope, meta);
    rows.checkAllPresent();
    checkFileEnd();
    return new CheckReport(
        findings.kept(),
        findings.errors(),
        findings.warnings(),
        2 + scope.ledger().checked(),
        rows.valuesChecked(),
        findings.errors() > 0 ? intactOlderTree() : Optional.empty());
  }

  private CheckScope scope(
      MetaPage meta, FindingList target, RowChecks rows, CheckOptions reporting)
      throws CorruptSnapshotException {
    PageDecoder pages = new PageDecoder(bytes, cutToFile(meta));
    PageLedger ledger = new PageLedger(pages, meta.highWaterMark(), target, reporting.progress());
    return new CheckScope(pages, ledger, target, rows);
  }

  /// The meta page of a truncated file, as if the file had ended there by design.
  private MetaPage cutToFile(MetaPage meta) {
    long pagesInFile = bytes.length() / meta.pageSize();
    long highWaterMark =
        Long.compareUnsigned(meta.highWaterMark(), pagesInFile) > 0
            ? pagesInFile
            : meta.highWaterMark();
    return new MetaPage(
        meta.pageId(),
        meta.pageSize(),
        meta.rootPageId(),
        meta.rootSequence(),
        meta.freelistPageId(),
        highWaterMark,
        meta.txid());
  }

  private void checkLength(MetaPage meta) {
    long pagesInFile = bytes.length() / meta.pageSize();
    if (Long.compareUnsigned(meta.highWaterMark(), pagesInFile) > 0) {
      findings.error(
          StructureRule.FILE_TRUNCATED,
          Place.FILE,
          () ->
              "truncated: %s pages of %d bytes are in use, the file has %d bytes"
                  .formatted(
                      Long.toUnsignedString(meta.highWaterMark()),
                      meta.pageSize(),
                      bytes.length()));
    }
  }

  private void checkTrees(CheckScope scope, MetaPage meta) throws IOException {
    long start = meta.pageId() * meta.pageSize();
    Place freelistFrom = Place.at(meta.pageId(), start + 48);
    FreelistCheck freelistCheck = new FreelistCheck(scope);
    Optional<FreelistPage> freelist =
        meta.hasFreelist() && canBe(scope, "freelist", meta.freelistPageId(), freelistFrom)
            ? freelistCheck.check(freelistFrom)
            : Optional.empty();
    Place root = Place.at(meta.pageId(), start + 32);
    boolean hasRoot = canBe(scope, "root", meta.rootPageId(), root);
    if (hasRoot) {
      new TreeCheck(scope, BucketPath.ROOT).check(meta.rootPageId(), root);
    }
    freelist.ifPresent(page -> freelistCheck.claim(page, freelistFrom));
    if (hasRoot) {
      scope.ledger().checkAllAccounted();
    }
  }

  private static boolean canBe(CheckScope scope, String what, long pageId, Place place) {
    if (scope.pages().isTreePageId(pageId) || scope.ledger().isBehindEndOfFile(pageId)) {
      return true;
    }
    scope
        .findings()
        .error(
            StructureRule.META_REFERENCE,
            place,
            () ->
                "meta page puts the %s on page %s, which cannot be"
                    .formatted(what, Long.toUnsignedString(pageId)));
    return false;
  }

  private void checkFileEnd() {
    try {
      new FileEndCheck(Snapshot.of(bytes.file(), bytes.segment()), findings)
          .check(options.trailer());
    } catch (CorruptSnapshotException e) {
      // Whatever keeps the file from being opened is a finding already.
    }
  }

  private Optional<MetaPage> intactOlderTree() throws IOException {
    List<MetaPage> valid = metas.metas();
    if (valid.size() < 2 || valid.get(1).sameTree(valid.get(0))) {
      return Optional.empty();
    }
    MetaPage older = valid.get(1);
    FindingList faults = new FindingList();
    CheckOptions quiet = CheckOptions.structure();
    try {
      CheckScope scope = scope(older, faults, new RowChecks(bytes, faults, quiet), quiet);
      checkTrees(scope, older);
    } catch (CorruptSnapshotException e) {
      return Optional.empty();
    }
    return faults.errors() == 0 ? Optional.of(older) : Optional.empty();
  }
}
