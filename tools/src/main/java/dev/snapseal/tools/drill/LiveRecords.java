package dev.snapseal.tools.drill;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.SplittableRandom;

/// The records of a file that are the newest of keys that exist, found by key.
///
/// Kept outside the heap: three numbers a record, and a table of open addressing over them whose
/// hash is seeded, so that no crafted file fills one run of slots. Belongs to one thread.
final class LiveRecords implements AutoCloseable {
  private static final long MOST = 1 << 29;
  private static final int NUMBERS = 3;
  private static final int LENGTH_SHIFT = 8;

  private final SnapshotBytes bytes;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment rows;
  private final MemorySegment slots;
  private final MemorySegment seen;
  private final long mask;
  private final long seed = new SplittableRandom().nextLong();
  private long count;

  private LiveRecords(Snapshot snapshot, long most) {
    if (most > MOST) {
      throw new IllegalStateException("a file has more than " + MOST + " keys");
    }
    this.bytes = snapshot.bytes();
    this.mask = Long.highestOneBit(Math.max(16, most * 2)) * 2 - 1;
    this.rows = arena.allocate(Math.max(1, most) * NUMBERS * Long.BYTES, Long.BYTES);
    this.slots = arena.allocate((mask + 1) * Integer.BYTES, Integer.BYTES);
    this.seen = arena.allocate(Math.max(1, most));
  }

  /// Reads the file.
  ///
  /// @param index of all its records
  static LiveRecords read(Snapshot snapshot, RevisionIndex index) throws IOException {
    LiveRecords live = new LiveRecords(snapshot, index.liveKeys());
    try {
      snapshot.forEachRevision(live.collector(index));
      return live;
    } catch (IOException | RuntimeException e) {
      live.close();
      throw e;
    }
  }

  private RecordVisitor collector(RevisionIndex index) {
    return new RecordVisitor() {
      @Override
      public void record(RevisionRecord record) {
        // The record that `--bump-revision` makes has no key, and no range shows it.
        if (index.isLive(record) && record.keyLength() > 0) {
          add(record);
        }
      }

      @Override
      public void malformed(MalformedRecordException fault) {
        // The checker has found it.
      }
    };
  }

  private void add(RevisionRecord record) {
    put(count, 0, record.pageId());
    put(count, 1, record.recordOffset());
    put(count, 2, record.recordLength() << LENGTH_SHIFT | record.revisionKeyLength());
    long slot = hash(record.key()) & mask;
    while (slots.getAtIndex(ValueLayout.JAVA_INT, slot) != 0) {
      slot = (slot + 1) & mask;
    }
    count++;
    slots.setAtIndex(ValueLayout.JAVA_INT, slot, (int) count);
  }

  /// Number of them.
  long count() {
    return count;
  }

  /// Where the record of a key is; -1 if there is none.
  long find(MemorySegment key) throws MalformedRecordException {
    long slot = hash(key) & mask;
    while (true) {
      long row = slots.getAtIndex(ValueLayout.JAVA_INT, slot) - 1L;
      if (row < 0 || at(row).key().mismatch(key) < 0) {
        return row;
      }
      slot = (slot + 1) & mask;
    }
  }

  /// A record by its place, from 0.
  RevisionRecord at(long row) throws MalformedRecordException {
    long lengths = get(row, 2);
    int revisionKeyLength = (int) (lengths & 0xFF);
    return RevisionRecord.read(
        bytes,
        get(row, 0),
        get(row, 1),
        revisionKeyLength,
        (int) ((lengths >>> LENGTH_SHIFT) - revisionKeyLength));
  }

  /// Marks a record.
  ///
  /// @return whether it was not marked before
  boolean see(long row) {
    boolean isFirst = seen.get(ValueLayout.JAVA_BYTE, row) == 0;
    seen.set(ValueLayout.JAVA_BYTE, row, (byte) 1);
    return isFirst;
  }

  /// The first record that is not marked.
  Optional<RevisionRecord> firstUnseen() throws MalformedRecordException {
    for (long row = 0; row < count; row++) {
      if (seen.get(ValueLayout.JAVA_BYTE, row) == 0) {
        return Optional.of(at(row));
      }
    }
    return Optional.empty();
  }

  /// Visits all of them in the order of revisions.
  void forEach(Visitor visitor) throws IOException {
    for (long row = 0; row < count; row++) {
      visitor.record(at(row));
    }
  }

  /// Takes one record after the other.
  @FunctionalInterface
  interface Visitor {
    void record(RevisionRecord record) throws IOException;
  }

  private void put(long row, int number, long value) {
    rows.setAtIndex(ValueLayout.JAVA_LONG, row * NUMBERS + number, value);
  }

  private long get(long row, int number) {
    return rows.getAtIndex(ValueLayout.JAVA_LONG, row * NUMBERS + number);
  }

  private long hash(MemorySegment key) {
    long hash = seed ^ key.byteSize();
    for (long i = 0; i < key.byteSize(); i++) {
      hash = (hash ^ key.get(ValueLayout.JAVA_BYTE, i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash ^ hash >>> 32;
  }

  @Override
  public void close() {
    arena.close();
  }
}
