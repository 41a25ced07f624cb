package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.util.Optional;

/// What the workers on one evidence share.
///
/// @param number of the evidence
/// @param places what is known of the records of a store; a log has none
record IndexingContext(
    IndexStore store, CaseKey key, int number, Optional<Places> places, Optional<KeyRing> ring) {

  /// @param index what of the store is live
  /// @param freeRecords records already met in free space; guarded by itself
  record Places(RevisionIndex index, ByteRangeTable freeRecords) {}

  SightingScope scopeInStore(RevisionRecord record) {
    if (record.isTombstone()) {
      return SightingScope.TOMBSTONE;
    }
    return places.orElseThrow().index().isLive(record)
        ? SightingScope.LIVE
        : SightingScope.SUPERSEDED;
  }

  /// Notes a record seen in free space; `false` if a copy of it, byte for byte, was seen before.
  boolean isFirstCopy(RevisionRecord record) {
    int length = (int) Math.min(record.recordLength(), Integer.MAX_VALUE);
    ByteRangeTable freeRecords = places.orElseThrow().freeRecords();
    synchronized (freeRecords) {
      return freeRecords.put(record.recordOffset(), length, record.recordOffset()) == 0;
    }
  }
}
