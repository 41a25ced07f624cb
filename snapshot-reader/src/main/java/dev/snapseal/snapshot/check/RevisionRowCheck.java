package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.page.LeafElement;
import java.io.IOException;
import java.util.Optional;

/// Checks the records of bucket `key`: what etcd's server reads at start, and dies of.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.7.1/server/storage/mvcc/kvstore.go">etcd
///   mvcc/kvstore.go, restore</a>
final class RevisionRowCheck implements RowCheck {
  private final SnapshotBytes bytes;
  private final FindingList findings;
  private final BucketPath bucket;
  private final RecordVisitor visitor;
  private Optional<Revision> previous = Optional.empty();
  private long count;

  RevisionRowCheck(
      SnapshotBytes bytes, FindingList findings, BucketPath bucket, RecordVisitor visitor) {
    this.bytes = bytes;
    this.findings = findings;
    this.bucket = bucket;
    this.visitor = visitor;
  }

  long count() {
    return count;
  }

  @Override
  public void row(long pageId, LeafElement element) throws IOException {
    count++;
    if (element.isBucket()) {
      reject(pageId, StructureRule.REVISION_KEY, element, "a bucket lies among the revisions");
      return;
    }
    Optional<Revision> revision =
        Revision.fromKeyBytes(bytes, element.keyOffset(), element.keyLength());
    if (revision.isEmpty()) {
      reject(
          pageId,
          StructureRule.REVISION_KEY,
          element,
          "a key of " + element.keyLength() + " bytes is no revision");
      return;
    }
    checkOrder(pageId, element, revision.get());
    try {
      RevisionRecord record = RevisionRecord.read(bytes, pageId, element);
      checkRecord(pageId, element, record);
      visitor.record(record);
    } catch (MalformedRecordException fault) {
      report(StructureRule.KEY_VALUE, pageId, fault.offset(), fault.getMessage());
      visitor.malformed(fault);
    }
  }

  private void checkOrder(long pageId, LeafElement element, Revision revision) {
    if (previous.isPresent() && revision.compareTo(previous.get()) <= 0) {
      report(
          StructureRule.REVISION_ORDER,
          pageId,
          element.keyOffset(),
          "revision " + revision + " follows revision " + previous.get());
    }
    if (revision.main() == 0) {
      findings.warning(
          StructureRule.REVISION_KEY,
          Place.at(pageId, element.keyOffset(), bucket),
          () -> "revision " + revision + ": etcd does not read main revision 0");
    }
    previous = Optional.of(revision);
  }

  private void checkRecord(long pageId, LeafElement element, RevisionRecord record) {
    if (record.hasForeignFields()) {
      findings.warning(
          StructureRule.KEY_VALUE,
          Place.at(pageId, element.valueOffset(), bucket),
          () -> "the record of revision " + record.revision() + " has fields that no etcd writes");
    }
    if (record.isTombstone()) {
      checkTombstone(pageId, element, record);
      return;
    }
    if (element.keyLength() != Revision.KEY_LENGTH) {
      report(
          StructureRule.REVISION_KEY,
          pageId,
          element.keyOffset(),
          "the key of revision " + record.revision() + " has 18 bytes and no mark of a tombstone");
    }
    if (element.valueLength() > 0) {
      checkFields(pageId, element, record);
    }
  }

  /// The record `--bump-revision` makes has no value at all and is not looked at here.
  private void checkFields(long pageId, LeafElement element, RevisionRecord record) {
    long main = record.revision().main();
    if (record.modRevision() != main) {
      report(
          StructureRule.MOD_REVISION,
          pageId,
          element.valueOffset(),
          "the record of revision %s says it is of %d"
              .formatted(record.revision(), record.modRevision()));
    }
    if (record.keyLength() == 0
        || record.version() < 1
        || record.createRevision() < 1
        || record.createRevision() > main) {
      report(
          StructureRule.KEY_VALUE,
          pageId,
          element.valueOffset(),
          "the record of revision %s has no key, version 0, or was created later"
              .formatted(record.revision()));
    }
  }

  private void checkTombstone(long pageId, LeafElement element, RevisionRecord record) {
    boolean onlyKey =
        record.valueLength() == 0
            && record.createRevision() == 0
            && record.modRevision() == 0
            && record.version() == 0
            && record.lease() == 0;
    if (!onlyKey) {
      findings.warning(
          StructureRule.TOMBSTONE_VALUE,
          Place.at(pageId, element.valueOffset(), bucket),
          () -> "the tombstone of revision " + record.revision() + " holds more than its key");
    }
  }

  private void reject(long pageId, StructureRule rule, LeafElement element, String message)
      throws IOException {
    report(rule, pageId, element.keyOffset(), message);
    visitor.malformed(new MalformedRecordException(pageId, element.keyOffset(), message));
  }

  private void report(StructureRule rule, long pageId, long offset, String message) {
    findings.error(rule, Place.at(pageId, offset, bucket), () -> message);
  }
}
