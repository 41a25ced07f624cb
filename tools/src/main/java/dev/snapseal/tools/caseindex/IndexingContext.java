package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.util.Optional;
import java.util.OptionalInt;

/// What the workers on one evidence share.
///
/// @param number of the evidence
/// @param rowSet number that its rows are to carry
/// @param places what is known of the records of a store; a log has none
/// @param earlier what the case has of the evidence, which is to be indexed anew
record IndexingContext(
    IndexStore store,
    CaseKey key,
    int number,
    int rowSet,
    Optional<Places> places,
    Optional<KeyRing> ring,
    Optional<Evidence> earlier) {

  IndexingContext with(Places found) {
    return new IndexingContext(store, key, number, rowSet, Optional.of(found), ring, earlier);
  }

  /// Number that rows carry among which are values that these keys may not open; empty if none was
  /// opened before.
  OptionalInt earlierOpened() {
    return earlier.stream()
        .filter(evidence -> evidence.keys().opened() > 0)
        .mapToInt(Evidence::rowSet)
        .findFirst();
  }

  /// Where records of a store stand.
  ///
  /// @param index what of the store is live
  /// @param freeRecords records already met in free space; guarded by itself
  /// @param lastOfFirst main revision of the last of the first records, which are marked
  record Places(RevisionIndex index, ByteRangeTable freeRecords, long lastOfFirst) {}

  /// Whether histories of stores are compared by a record.
  boolean isMarked(RevisionRecord record) {
    long main = record.revision().main();
    Places known = places.orElseThrow();
    return main <= known.lastOfFirst() || main > known.index().lastMain() - MarkedHistories.MARKED;
  }

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
