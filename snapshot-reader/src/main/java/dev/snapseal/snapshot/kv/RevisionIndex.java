package dev.snapseal.snapshot.kv;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.internal.SnapshotBytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.SecureRandom;

/// Tells of each record whether it is the newest of its key up to some revision.
///
/// An open-addressing table outside the heap: 24 bytes a slot, at least twice as many slots as
/// keys, so that ten million keys take under a gigabyte of memory and no heap. A slot holds the
/// hash of a key and the place of its newest record; equal hashes are settled by comparing the keys
/// in the file.
///
/// Safe for reading by several threads once built.
public final class RevisionIndex implements AutoCloseable {
  private static final int SLOT_BYTES = 24;
  private static final int HASH = 0;
  private static final int KEY_PLACE = 8;
  private static final int RECORD = 16;
  private static final long INITIAL_SLOTS = 1 << 12;

  private static final int KEY_LENGTH_BITS = 20;
  private static final long TOMBSTONE = 1L << 63;

  private final SnapshotBytes bytes;
  private final long seed = new SecureRandom().nextLong();
  private Arena arena = Arena.ofShared();
  private MemorySegment table;
  private long slots = INITIAL_SLOTS;
  private long keys;
  private long liveKeys;
  private long records;
  private long malformed;
  private long lastMain;

  private RevisionIndex(SnapshotBytes bytes) {
    this.bytes = bytes;
    this.table = arena.allocate(slots * SLOT_BYTES);
  }

  /// Indexes all records of the file.
  public static RevisionIndex build(Snapshot snapshot) throws IOException {
    return build(snapshot, Long.MAX_VALUE);
  }

  /// Indexes the records up to main revision `upTo`: the state a read at that revision sees.
  public static RevisionIndex build(Snapshot snapshot, long upTo) throws IOException {
    RevisionIndex index = new RevisionIndex(snapshot.bytes());
    try {
      snapshot.forEachRevision(index.new Builder(upTo));
      return index;
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /// Whether the record is the newest of its key.
  public boolean isNewest(RevisionRecord record) {
    long slot = find(record.keyOffset(), record.keyLength());
    return place(get(slot, RECORD)) == record.recordOffset();
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
    arena.close();
  }

  private final class Builder implements RecordVisitor {
    private final long upTo;

    Builder(long upTo) {
      this.upTo = upTo;
    }

    @Override
    public void record(RevisionRecord record) {
      if (record.revision().main() <= upTo) {
        put(record);
      }
    }

    @Override
    public void malformed(MalformedRecordException fault) {
      malformed++;
    }
  }

  private void put(RevisionRecord record) {
    if (keys * 2 >= slots) {
      grow();
    }
    records++;
    lastMain = record.revision().main();
    long slot = find(record.keyOffset(), record.keyLength());
    long old = get(slot, RECORD);
    if (old == 0) {
      keys++;
      set(slot, HASH, hash(record.keyOffset(), record.keyLength()));
      set(slot, KEY_PLACE, keyPlace(record.keyOffset(), record.keyLength()));
    }
    boolean wasLive = old != 0 && (old & TOMBSTONE) == 0;
    boolean isLive = !record.isTombstone();
    liveKeys += (isLive ? 1 : 0) - (wasLive ? 1 : 0);
    set(slot, RECORD, record.recordOffset() | (isLive ? 0 : TOMBSTONE));
  }

  /// Slot of the key, or the empty one where it belongs.
  private long find(long keyOffset, int keyLength) {
    long hash = hash(keyOffset, keyLength);
    long slot = hash & (slots - 1);
    while (get(slot, RECORD) != 0) {
      if (get(slot, HASH) == hash && sameKey(slot, keyOffset, keyLength)) {
        return slot;
      }
      slot = (slot + 1) & (slots - 1);
    }
    return slot;
  }

  private boolean sameKey(long slot, long keyOffset, int keyLength) {
    long stored = get(slot, KEY_PLACE);
    long storedOffset = stored >>> KEY_LENGTH_BITS;
    long storedLength = stored & ((1L << KEY_LENGTH_BITS) - 1);
    int compared = (int) Math.min(keyLength, (1L << KEY_LENGTH_BITS) - 1);
    return storedLength == compared
        && bytes.compare(storedOffset, storedLength, keyOffset, compared) == 0;
  }

  /// Keys of a megabyte and more are told apart by their first megabyte; etcd's request limit is
  /// 1.5 MiB.
  private static long keyPlace(long keyOffset, int keyLength) {
    return keyOffset << KEY_LENGTH_BITS | Math.min(keyLength, (1L << KEY_LENGTH_BITS) - 1);
  }

  private static long place(long record) {
    return record & ~TOMBSTONE;
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with the index
  private void grow() {
    Arena oldArena = arena;
    MemorySegment oldTable = table;
    long oldSlots = slots;
    arena = Arena.ofShared();
    slots = oldSlots * 2;
    table = arena.allocate(slots * SLOT_BYTES);
    for (long old = 0; old < oldSlots; old++) {
      long record = oldTable.get(ValueLayout.JAVA_LONG, old * SLOT_BYTES + RECORD);
      if (record != 0) {
        long hash = oldTable.get(ValueLayout.JAVA_LONG, old * SLOT_BYTES + HASH);
        long slot = hash & (slots - 1);
        while (get(slot, RECORD) != 0) {
          slot = (slot + 1) & (slots - 1);
        }
        MemorySegment.copy(oldTable, old * SLOT_BYTES, table, slot * SLOT_BYTES, SLOT_BYTES);
      }
    }
    oldArena.close();
  }

  /// Eight bytes at a time; the seed keeps a crafted file from filling one run of slots.
  private long hash(long offset, int length) {
    long hash = seed ^ length;
    long position = offset;
    long end = offset + length;
    for (; end - position >= Long.BYTES; position += Long.BYTES) {
      hash = mix(hash ^ bytes.u64(position));
    }
    for (; position < end; position++) {
      hash = mix(hash ^ bytes.u8(position));
    }
    return hash;
  }

  private static long mix(long value) {
    long folded = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L;
    return folded ^ folded >>> 29;
  }

  private long get(long slot, int field) {
    return table.get(ValueLayout.JAVA_LONG, slot * SLOT_BYTES + field);
  }

  private void set(long slot, int field, long value) {
    table.set(ValueLayout.JAVA_LONG, slot * SLOT_BYTES + field, value);
  }
}
