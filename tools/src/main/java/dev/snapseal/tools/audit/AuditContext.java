package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.values.NonceRegistry;

/// What the workers of one file share.
///
/// @param freeRecords records already met in free space; guarded by itself
/// @param observer told of all that is judged
record AuditContext(
    Snapshot snapshot,
    RevisionIndex index,
    NonceRegistry nonces,
    ByteRangeTable freeRecords,
    AuditOptions options,
    FindingCollector findings,
    AuditObserver observer) {

  String path() {
    return snapshot.file();
  }

  /// Notes a record seen in free space; `false` if a copy of it, byte for byte, was seen before.
  boolean isFirstCopy(RevisionRecord record) {
    int length = (int) Math.min(record.recordLength(), Integer.MAX_VALUE);
    synchronized (freeRecords) {
      return freeRecords.put(record.recordOffset(), length, record.recordOffset()) == 0;
    }
  }
}
