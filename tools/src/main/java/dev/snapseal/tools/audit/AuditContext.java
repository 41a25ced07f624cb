package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.tools.values.NonceRegistry;

/// What the workers of one file share.
///
/// @param freeRevisions revisions already met in free space; guarded by itself
record AuditContext(
    Snapshot snapshot,
    RevisionIndex index,
    NonceRegistry nonces,
    ByteRangeTable freeRevisions,
    AuditOptions options,
    FindingCollector findings) {

  String path() {
    return snapshot.file();
  }

  /// Notes a revision seen in free space; `false` if a copy of it was seen before.
  boolean isFirstCopy(long recordOffset, int keyLength) {
    synchronized (freeRevisions) {
      return freeRevisions.put(recordOffset, keyLength, recordOffset) == 0;
    }
  }
}
