package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.page.MetaPage;

/// Checks what lies behind the last page in use: the trailer of a snapshot, or the tail of a live
/// file.
final class FileEndCheck {
  private final Snapshot snapshot;
  private final FindingList findings;

  FileEndCheck(Snapshot snapshot, FindingList findings) {
    this.snapshot = snapshot;
    this.findings = findings;
  }

  void check(CheckOptions.Trailer trailer) {
    boolean hasTrailer = FileDigest.hasTrailer(snapshot);
    long tailEnd = snapshot.length() - (hasTrailer ? FileDigest.TRAILER_BYTES : 0);
    checkTail(snapshot.imageLength(), tailEnd);
    if (hasTrailer) {
      checkNoTail(tailEnd);
      if (trailer == CheckOptions.Trailer.HASHED) {
        checkTrailer(tailEnd);
      }
      checkPair();
    } else if (isWrittenAsSnapshot()
        && tailEnd - snapshot.imageLength() < FileDigest.TRAILER_BYTES) {
      findings.warning(
          StructureRule.TRAILER_MISSING,
          Place.FILE,
          () -> "a snapshot without the SHA-256 etcd appends: its bytes cannot be vouched for");
    }
  }

  private void checkTail(long start, long end) {
    long dirty = snapshot.bytes().firstNonZero(start, end);
    if (dirty < end) {
      warnTail(dirty, "bytes other than zero behind the high-water mark");
    }
  }

  /// What etcd saves ends at the high-water mark (etcd v3.7.1, etcdutl/snapshot/v3_snapshot.go).
  private void checkNoTail(long tailEnd) {
    if (tailEnd > snapshot.imageLength()) {
      warnTail(
          snapshot.imageLength(), "a snapshot that goes on between its last page and its SHA-256");
    }
  }

  private void warnTail(long offset, String message) {
    findings.warning(
        StructureRule.BEYOND_HIGH_WATER_MARK,
        Place.at(offset / snapshot.meta().pageSize(), offset),
        () -> message);
  }

  private void checkTrailer(long trailer) {
    FileDigest digest = FileDigest.compute(snapshot, done -> {});
    switch (digest.trailer()) {
      case VALID, ABSENT -> {}
      case INVALID ->
          findings.error(
              StructureRule.TRAILER_MISMATCH,
              Place.at(trailer / snapshot.meta().pageSize(), trailer),
              () -> "the SHA-256 at the end is not that of the bytes before: the file was changed");
    }
  }

  private void checkPair() {
    for (MetaPage other : snapshot.metas().metas()) {
      if (!other.sameTree(snapshot.meta())) {
        findings.warning(
            StructureRule.META_PAIR,
            Place.at(other.pageId(), other.pageId() * other.pageSize()),
            () -> "the meta pages name different trees, those of a snapshot name one");
      }
    }
  }

  /// Page 0 holds the transaction, page 1 the one before, and both name one tree: what a copy
  /// through bbolt looks like, and a live file does not (bbolt v1.5.0, tx.go, WriteTo).
  private boolean isWrittenAsSnapshot() {
    if (snapshot.metas().metas().size() < 2) {
      return false;
    }
    MetaPage other = snapshot.metas().metas().get(1);
    return snapshot.meta().pageId() == 0
        && other.txid() == snapshot.meta().txid() - 1
        && other.sameTree(snapshot.meta());
  }
}
