package dev.snapseal.snapshot.kv;

import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.Snapshot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/// Tells of each record whether it is the newest of its key up to some revision.
///
/// Kept outside the heap: a [ByteRangeTable] while it is built, and for every place of the file a
/// mark whether the record there was superseded. The marks lie in file order, so that asking for
/// one record after the other reads memory in order too. Safe for reading by several threads once
/// built.
public final class RevisionIndex implements AutoCloseable {
  private static final long TOMBSTONE = 1L << 63;

  private static final int WORD_SHIFT = 6;
  private static final int BUFFER_SHIFT = 27;

  /// Two records never begin in the same sixteen bytes: a revision key alone has seventeen.
  private static final int PLACE_SHIFT = 4;

  private final ByteRangeTable newest;
  private final Arena arena = Arena.ofShared();
  private final LongBuffer[] superseded;
  private final long upTo;
  private long liveKeys;
  private long records;
  private long malformed;
  private long lastMain;

  private RevisionIndex(Snapshot snapshot, long upTo) {
    this.newest = ByteRangeTable.ofWholeFile(snapshot);
    this.upTo = upTo;
    this.superseded = marks(snapshot.length());
  }

  /// Indexes all records of the file.
  public static RevisionIndex build(Snapshot snapshot) throws IOException {
    return build(snapshot, Long.MAX_VALUE);
  }

  /// Indexes the records up to main revision `upTo`: the state a read at that revision sees.
  public static RevisionIndex build(Snapshot snapshot, long upTo) throws IOException {
    RevisionIndex index = new RevisionIndex(snapshot, upTo);
    try {
      snapshot.forEachRevision(index.recordVisitor());
      return index;
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /// An index that is filled by walking the file for other reasons as well: hand [#recordVisitor]
  /// to the walk.
  public static RevisionIndex empty(Snapshot snapshot) {
    return new RevisionIndex(snapshot, Long.MAX_VALUE);
  }

  /// Takes the records of a file in order.
  public RecordVisitor recordVisitor() {
    return new Builder();
  }

  /// Whether the record is the newest of its key.
  ///
  /// @param record one of those indexed, not one found in free space
  public boolean isNewest(RevisionRecord record) {
    long place = record.recordOffset() >>> PLACE_SHIFT;
    return record.revision().main() <= upTo
        && (marksAt(place).get(markIndex(place)) & (1L << place)) == 0;
  }

  /// Whether the record is what a read of its key finds: the newest, and no tombstone.
  ///
  /// @param record one of those indexed, not one found in free space
  public boolean isLive(RevisionRecord record) {
    return !record.isTombstone() && isNewest(record);
  }

  /// Number of keys that exist: `totalKey` of etcd 3.6 and later.
  public long liveKeys() {
    return liveKeys;
  }

  /// Number of records indexed, tombstones included.
  public long records() {
    return records;
  }

  /// Number of elements that are no records.
  public long malformed() {
    return malformed;
  }

  /// Main revision of the last record indexed, 0 if there is none.
  public long lastMain() {
    return lastMain;
  }

  @Override
  public void close() {
    newest.close();
    arena.close();
  }

  private void markSuperseded(long recordOffset) {
    long place = recordOffset >>> PLACE_SHIFT;
    LongBuffer marks = marksAt(place);
    marks.put(markIndex(place), marks.get(markIndex(place)) | (1L << place));
  }

  /// Buffers of 2^27 words, since one holds no more than 2^31 bytes.
  private LongBuffer[] marks(long fileLength) {
    long words = (fileLength >>> (PLACE_SHIFT + WORD_SHIFT)) + 1;
    LongBuffer[] buffers = new LongBuffer[(int) (words >>> BUFFER_SHIFT) + 1];
    for (int i = 0; i < buffers.length; i++) {
      long length = Math.min(1L << BUFFER_SHIFT, words - ((long) i << BUFFER_SHIFT));
      buffers[i] =
          arena
              .allocate(length * Long.BYTES, Long.BYTES)
              .asByteBuffer()
              .order(ByteOrder.nativeOrder())
              .asLongBuffer();
    }
    return buffers;
  }

  private LongBuffer marksAt(long place) {
    return superseded[(int) (place >>> (WORD_SHIFT + BUFFER_SHIFT))];
  }

  private static int markIndex(long place) {
    return (int) (place >>> WORD_SHIFT) & ((1 << BUFFER_SHIFT) - 1);
  }

  private final class Builder implements RecordVisitor {
    @Override
    public void record(RevisionRecord record) {
      if (record.revision().main() <= upTo) {
        add(record);
      }
    }

    @Override
    public void malformed(MalformedRecordException fault) {
      addMalformed();
    }
  }

  /// What stood under a record's key before it.
  public enum Predecessor {
    /// The key is new, or was compacted away.
    NONE,
    /// A put, which this record supersedes.
    PUT,
    /// A deletion.
    TOMBSTONE
  }

  /// Adds the next record; records must come in the order of revisions.
  public Predecessor add(RevisionRecord record) {
    records++;
    lastMain = record.revision().main();
    long mark = record.isTombstone() ? TOMBSTONE : 0;
    long old = newest.put(record.keyOffset(), record.keyLength(), record.recordOffset() | mark);
    boolean wasLive = old > 0;
    if (wasLive && record.isTombstone()) {
      liveKeys--;
    } else if (!wasLive && !record.isTombstone()) {
      liveKeys++;
    }
    if (old == 0) {
      return Predecessor.NONE;
    }
    markSuperseded(old & ~TOMBSTONE);
    return wasLive ? Predecessor.PUT : Predecessor.TOMBSTONE;
  }

  /// Counts an element that is no record.
  public void addMalformed() {
    malformed++;
  }
}
