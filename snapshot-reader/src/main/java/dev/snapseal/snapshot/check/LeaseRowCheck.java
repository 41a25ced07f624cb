package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;

/// Checks the rows of bucket `lease`: 8 bytes of ID, and a `leasepb.Lease` that repeats it.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.7.1/server/lease/leasepb/lease.proto">etcd
///   lease.proto</a>
final class LeaseRowCheck implements RowCheck {
  private static final int ID = 1;

  private final SnapshotBytes bytes;
  private final FindingList findings;
  private final BucketPath bucket;

  LeaseRowCheck(SnapshotBytes bytes, FindingList findings, BucketPath bucket) {
    this.bytes = bytes;
    this.findings = findings;
    this.bucket = bucket;
  }

  @Override
  public void row(long pageId, LeafElement element) {
    if (element.keyLength() != Long.BYTES) {
      report(
          pageId,
          element.keyOffset(),
          "a key of " + element.keyLength() + " bytes is no lease ID, which has 8");
      return;
    }
    long id = bytes.bigEndian64(element.keyOffset());
    try {
      if (storedId(element) != id) {
        report(pageId, element.valueOffset(), "a lease is stored under another ID than its own");
      }
    } catch (MalformedProtobufException fault) {
      report(pageId, element.valueOffset(), "a lease is no message: " + fault.getMessage());
    }
  }

  /// The ID inside the value, 0 if it has none.
  private long storedId(LeafElement element) throws MalformedProtobufException {
    ProtobufReader reader =
        new ProtobufReader(bytes.segment(), element.valueOffset(), element.valueLength());
    long id = 0;
    while (reader.next()) {
      if (reader.is(ID, ProtobufReader.VARINT)) {
        id = reader.scalar();
      }
    }
    return id;
  }

  private void report(long pageId, long offset, String message) {
    findings.error(StructureRule.LEASE_ROW, Place.at(pageId, offset, bucket), () -> message);
  }
}
