package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.PageUsage;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.UnreadPages;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.input.BackupImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// Says of places in a sound bbolt file in which part of it they are: its trees are walked for
/// that, so not without need.
final class StorePlaces {
  private final int pageSize;
  private final List<ByteRange> free;
  private final List<ByteRange> slack;
  private final List<ByteRange> superseded;

  private StorePlaces(
      int pageSize, List<ByteRange> free, List<ByteRange> slack, List<ByteRange> superseded) {
    this.pageSize = pageSize;
    this.free = free;
    this.slack = sorted(slack);
    this.superseded = sorted(superseded);
  }

  private static List<ByteRange> sorted(List<ByteRange> ranges) {
    return ranges.stream().sorted(Comparator.comparingLong(ByteRange::start)).toList();
  }

  /// The hits with their pages and scopes.
  static List<Hit> placed(BackupImage image, List<Hit> hits) throws IOException {
    if (hits.isEmpty()) {
      return List.of();
    }
    long[] offsets = hits.stream().mapToLong(Hit::offset).sorted().toArray();
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes());
        RevisionIndex index = RevisionIndex.empty(snapshot)) {
      PageUsage usage =
          PageUsage.surveyReadable(
              snapshot, new UnreadPages(snapshot), snapshot.recordsOf(index.recordVisitor()));
      List<ByteRange> old = new ArrayList<>();
      PageUsage.surveyReadable(
          snapshot,
          new UnreadPages(snapshot),
          snapshot.recordsOf(new Superseded(index, offsets, old)));
      StorePlaces places =
          new StorePlaces(snapshot.meta().pageSize(), usage.freeRanges(), usage.dirtySlack(), old);
      return hits.stream().map(places::placed).toList();
    }
  }

  private Hit placed(Hit hit) {
    return hit.with(scopeOf(hit.offset()), OptionalLong.of(hit.offset() / pageSize));
  }

  private Scope scopeOf(long offset) {
    if (holds(free, offset)) {
      return Scope.FREE;
    }
    if (holds(slack, offset)) {
      return Scope.SLACK;
    }
    return holds(superseded, offset) ? Scope.SUPERSEDED : Scope.LIVE;
  }

  /// Keeps the old records that hold one of some offsets.
  private record Superseded(RevisionIndex index, Offsets offsets, List<ByteRange> ranges)
      implements RecordVisitor {
    Superseded(RevisionIndex index, long[] sorted, List<ByteRange> ranges) {
      this(index, new Offsets(sorted), ranges);
    }

    @Override
    public void record(RevisionRecord record) {
      ByteRange range =
          new ByteRange(record.recordOffset(), record.recordOffset() + record.recordLength());
      if (offsets.areSomeIn(range) && !index.isLive(record)) {
        ranges.add(range);
      }
    }

    @Override
    public void malformed(MalformedRecordException fault) {
      // of no scope of its own
    }
  }

  private static final class Offsets {
    private final long[] sorted;

    Offsets(long[] sorted) {
      this.sorted = sorted;
    }

    boolean areSomeIn(ByteRange range) {
      int place = Arrays.binarySearch(sorted, range.start());
      int first = place < 0 ? -place - 1 : place;
      return first < sorted.length && sorted[first] < range.end();
    }
  }

  /// @param ranges in order, without overlaps
  private static boolean holds(List<ByteRange> ranges, long offset) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      ByteRange range = ranges.get(middle);
      if (offset < range.start()) {
        high = middle - 1;
      } else if (offset >= range.end()) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }
}
