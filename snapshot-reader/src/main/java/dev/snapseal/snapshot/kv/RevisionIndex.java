package dev.snapseal.snapshot.kv;

import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.Snapshot;
import java.io.IOException;

/// Tells of each record whether it is the newest of its key up to some revision.
///
/// Kept outside the heap, see [ByteRangeTable]. Safe for reading by several threads once built.
public final class RevisionIndex implements AutoCloseable {
  private static final long TOMBSTONE = 1L << 63;

  private final ByteRangeTable newest;
  private long liveKeys;
  private long records;
  private long malformed;
  private long lastMain;

  private RevisionIndex(Snapshot snapshot) {
    this.newest = ByteRangeTable.ofWholeFile(snapshot);
  }

  /// Indexes all records of the file.
  public static RevisionIndex build(Snapshot snapshot) throws IOException {
    return build(snapshot, Long.MAX_VALUE);
  }

  /// Indexes the records up to main revision `upTo`: the state a read at that revision sees.
  public static RevisionIndex build(Snapshot snapshot, long upTo) throws IOException {
    RevisionIndex index = new RevisionIndex(snapshot);
    try {
      snapshot.forEachRevision(index.new Builder(upTo));
      return index;
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /// An index that is filled by walking the file for other reasons as well: hand [#recordVisitor]
  /// to the walk.
  public static RevisionIndex empty(Snapshot snapshot) {
    return new RevisionIndex(snapshot);
  }

  /// Takes the records of a file in order.
  public RecordVisitor recordVisitor() {
    return new Builder(Long.MAX_VALUE);
  }

  /// Whether the record is the newest of its key.
  public boolean isNewest(RevisionRecord record) {
    long stored = newest.get(record.keyOffset(), record.keyLength());
    return (stored & ~TOMBSTONE) == record.recordOffset();
  }

  /// Whether the record is what a read of its key finds: the newest, and no tombstone.
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
  }

  private final class Builder implements RecordVisitor {
    private final long upTo;

    Builder(long upTo) {
      this.upTo = upTo;
    }

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
    return wasLive ? Predecessor.PUT : Predecessor.TOMBSTONE;
  }

  /// Counts an element that is no record.
  public void addMalformed() {
    malformed++;
  }
}
