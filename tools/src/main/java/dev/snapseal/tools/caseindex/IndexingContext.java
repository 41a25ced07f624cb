package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.util.Optional;

/// What the workers on one evidence share.
///
/// @param number of the evidence
/// @param freeRecords records already met in free space; guarded by itself
record IndexingContext(
    IndexStore store,
    CaseKey key,
    int number,
    RevisionIndex index,
    ByteRangeTable freeRecords,
    Optional<KeyRing> ring) {

  /// Notes a record seen in free space; `false` if a copy of it, byte for byte, was seen before.
  boolean isFirstCopy(RevisionRecord record) {
    int length = (int) Math.min(record.recordLength(), Integer.MAX_VALUE);
    synchronized (freeRecords) {
      return freeRecords.put(record.recordOffset(), length, record.recordOffset()) == 0;
    }
  }
}
