package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.PageUsage;
import dev.snapseal.snapshot.RevisionLeaves;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Says of places in a store in which part of it they are, from what its audit has surveyed.
///
/// Places in ascending order are cheapest: each leaf is read once. Belongs to one thread, and to
/// the store, which must be open.
public final class StorePlaces {
  private final int pageSize;
  private final List<ByteRange> free;
  private final List<ByteRange> slack;
  private final RevisionLeaves leaves;
  private final RevisionIndex index;

  /// The leaf that was asked about last, and the old records on it.
  private Optional<RevisionLeaves.Leaf> leaf = Optional.empty();

  private List<ByteRange> superseded = List.of();

  StorePlaces(Snapshot snapshot, RevisionIndex index, PageUsage usage, RevisionLeaves leaves) {
    this.pageSize = snapshot.meta().pageSize();
    this.free = usage.freeRanges();
    this.slack = sorted(usage.dirtySlack());
    this.leaves = leaves;
    this.index = index;
  }

  private static List<ByteRange> sorted(List<ByteRange> ranges) {
    return ranges.stream().sorted(Comparator.comparingLong(ByteRange::start)).toList();
  }

  /// The page that a byte of the file is on.
  public long pageOf(long offset) {
    return offset / pageSize;
  }

  /// What a byte of the file belongs to: [Scope#LIVE] is also what no record holds, and is used.
  public Scope scopeOf(long offset) throws IOException {
    if (holds(free, offset)) {
      return Scope.FREE;
    }
    if (holds(slack, offset)) {
      return Scope.SLACK;
    }
    return isSuperseded(offset) ? Scope.SUPERSEDED : Scope.LIVE;
  }

  private boolean isSuperseded(long offset) throws IOException {
    if (leaf.filter(last -> holds(last.range(), offset)).isEmpty()) {
      leaf = leaves.at(offset);
      superseded = leaf.isPresent() ? superseded(leaf.get()) : List.of();
    }
    return holds(superseded, offset);
  }

  private List<ByteRange> superseded(RevisionLeaves.Leaf page) throws IOException {
    List<ByteRange> ranges = new ArrayList<>();
    page.revisions()
        .forEach(
            new RecordVisitor() {
              @Override
              public void record(RevisionRecord record) {
                if (!index.isLive(record)) {
                  long start = record.recordOffset();
                  ranges.add(new ByteRange(start, start + record.recordLength()));
                }
              }

              @Override
              public void malformed(MalformedRecordException fault) {
                // of no scope of its own
              }
            });
    return sorted(ranges);
  }

  private static boolean holds(ByteRange range, long offset) {
    return offset >= range.start() && offset < range.end();
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
