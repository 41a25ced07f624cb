package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Decides which of the records that were found the newest tree held.
///
/// Pages carry no transaction, but revisions tell: etcd adds records at the end of bucket `key` and
/// never between others, and a record that compaction deleted never comes back. So a run that
/// reaches over a revision and does not have it was written after the record was deleted, and the
/// newest tree does not have it either. The same holds for a record up to the compacted revision of
/// whose key a later one up to that revision is known. What the valid meta page leads to is never
/// doubted.
final class RecordJudge {
  private static final int REVISION_LENGTH = 17;

  private final SnapshotBytes bytes;
  private final FoundElements found;
  private final Losses losses;
  private final Map<RecordVerdict, Long> counts = new EnumMap<>(RecordVerdict.class);

  RecordJudge(SnapshotBytes bytes, FoundElements found, Losses losses) {
    this.bytes = bytes;
    this.found = found;
    this.losses = losses;
  }

  /// Sorts the records and decides about each.
  ///
  /// @param compacted main revision of the last compaction that ended; 0 if none did
  void judge(long compacted) {
    found.sort();
    decideAll();
    if (compacted > 0) {
      dropSuperseded(compacted);
    }
    count();
  }

  /// Elements with a verdict.
  long count(RecordVerdict verdict) {
    return counts.getOrDefault(verdict, 0L);
  }

  private void count() {
    for (long element = 0; element < found.size(); element++) {
      counts.merge(found.verdict(element), 1L, Long::sum);
    }
  }

  private void decideAll() {
    long covering = found.isOpenAtStart() || found.coversAll() ? 1 : 0;
    for (long from = 0; from < found.size(); ) {
      long to = from;
      long copies = 0;
      long closing = 0;
      while (to < found.size() && isSameRevision(found.sorted(from), found.sorted(to))) {
        long element = found.sorted(to);
        boolean isInRun = found.origin(element) != FoundElements.CARVED;
        copies += isInRun ? 1 : 0;
        covering += isInRun && opens(element) ? 1 : 0;
        closing += isInRun && found.closesRun(element) ? 1 : 0;
        to++;
      }
      decide(from, to, covering > copies);
      covering -= closing;
      from = to;
    }
  }

  /// The run that reaches back to before every key counts from the beginning.
  private boolean opens(long element) {
    return found.opensRun(element) && !(found.isOpenAtStart() && element == 0);
  }

  private boolean isSameRevision(long one, long other) {
    return bytes.compare(
            found.keyOffset(one), REVISION_LENGTH, found.keyOffset(other), REVISION_LENGTH)
        == 0;
  }

  /// Decides about all elements of one revision.
  private void decide(long from, long to, boolean isRefuted) {
    long best = found.sorted(from);
    for (long place = from + 1; place < to; place++) {
      long element = found.sorted(place);
      if (rank(element) < rank(best)) {
        best = element;
      }
    }
    for (long place = from; place < to; place++) {
      long element = found.sorted(place);
      if (element != best) {
        found.decide(element, RecordVerdict.DUPLICATE);
        noteConflict(best, element);
        noteWrongRevision(best, element);
      }
    }
    found.decide(best, verdict(best, isRefuted, isReached(from, to)));
  }

  private boolean isReached(long from, long to) {
    for (long place = from; place < to; place++) {
      if (found.origin(found.sorted(place)) == FoundElements.REACHED) {
        return true;
      }
    }
    return false;
  }

  /// Whole ones first, then those that are surest.
  private int rank(long element) {
    return found.origin(element) + (found.isBroken(element) ? FoundElements.CARVED + 1 : 0);
  }

  private RecordVerdict verdict(long best, boolean isRefuted, boolean isReached) {
    if (found.isBroken(best)) {
      return isReached || !isRefuted ? RecordVerdict.LOST : RecordVerdict.FREE;
    }
    return switch (found.origin(best)) {
      case FoundElements.REACHED -> RecordVerdict.REACHED;
      case FoundElements.FOLLOWED -> isRefuted ? RecordVerdict.FREE : RecordVerdict.REACHED;
      case FoundElements.IMAGE ->
          isRefuted && !isReached ? RecordVerdict.FREE : RecordVerdict.ORPHANED;
      default -> RecordVerdict.FREE;
    };
  }

  private void noteConflict(long best, long other) {
    if (!found.isBroken(best) && !found.isBroken(other) && !found.isSame(best, other)) {
      losses.conflict(
          new Losses.RevisionConflict(
              bytes.bigEndian64(found.keyOffset(best)),
              bytes.bigEndian64(found.keyOffset(best) + 9),
              found.keyOffset(best),
              found.keyOffset(other)));
    }
  }

  /// A broken element of a tree under the revision of another: either the tree has both, or the
  /// value tells another revision. Then it is its key that is damaged, and which record it was
  /// cannot be told.
  private void noteWrongRevision(long best, long other) {
    boolean isOfTree = found.isBroken(other) && found.origin(other) <= FoundElements.FOLLOWED;
    if (isOfTree && (found.origin(best) <= FoundElements.FOLLOWED || isReadable(other))) {
      losses.unreadableElement();
    }
  }

  private boolean isReadable(long element) {
    return found.keyOffset(element) + found.keyLength(element) + found.valueLength(element)
            <= bytes.length()
        && parse(element).isPresent();
  }

  private boolean isDoubtful(long element) {
    RecordVerdict verdict = found.verdict(element);
    return verdict == RecordVerdict.ORPHANED
        || (verdict == RecordVerdict.REACHED && found.origin(element) != FoundElements.REACHED);
  }

  /// A compaction that ended left only the newest put of each key.
  private void dropSuperseded(long compacted) {
    long end = 0;
    boolean hasDoubtful = false;
    while (end < found.size() && main(found.sorted(end)) <= compacted) {
      hasDoubtful |= isDoubtful(found.sorted(end));
      end++;
    }
    if (!hasDoubtful) {
      return;
    }
    try (ByteRangeTable newest = new ByteRangeTable(bytes)) {
      for (long place = 0; place < end; place++) {
        long element = found.sorted(place);
        record(element)
            .ifPresent(record -> newest.put(record.keyOffset(), record.keyLength(), element + 1));
      }
      for (long place = 0; place < end; place++) {
        long element = found.sorted(place);
        if (isDoubtful(element) && isCompacted(element, compacted, newest)) {
          found.decide(element, RecordVerdict.FREE);
        }
      }
    }
  }

  private boolean isCompacted(long element, long compacted, ByteRangeTable newest) {
    Optional<RevisionRecord> record = record(element);
    if (record.isEmpty()) {
      return false;
    }
    long last = newest.get(record.get().keyOffset(), record.get().keyLength()) - 1;
    return !isSameRevision(last, element)
        || (record.get().isTombstone() && main(element) < compacted);
  }

  private Optional<RevisionRecord> record(long element) {
    if (found.isBroken(element) || found.origin(element) == FoundElements.CARVED) {
      return Optional.empty();
    }
    return Optional.of(
        parse(element).orElseThrow(() -> new IllegalStateException("it was read before")));
  }

  private Optional<RevisionRecord> parse(long element) {
    try {
      return Optional.of(
          RevisionRecord.read(
              bytes,
              0,
              found.keyOffset(element),
              found.keyLength(element),
              found.valueLength(element)));
    } catch (MalformedRecordException e) {
      return Optional.empty();
    }
  }

  /// Whether a record that no page leads to comes behind the last one of the newest tree: etcd adds
  /// records at the end, so a commit after that tree has been.
  boolean hasOrphanBehindTree() {
    boolean hasOrphan = false;
    for (long place = found.size() - 1; place >= 0; place--) {
      long element = found.sorted(place);
      if (found.origin(element) == FoundElements.REACHED) {
        return hasOrphan;
      }
      hasOrphan |= found.verdict(element) == RecordVerdict.ORPHANED;
    }
    return false;
  }

  private long main(long element) {
    return bytes.bigEndian64(found.keyOffset(element));
  }
}
