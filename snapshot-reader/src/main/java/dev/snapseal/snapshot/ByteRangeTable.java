package dev.snapseal.snapshot;

import dev.snapseal.snapshot.internal.SnapshotBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.SecureRandom;

/// A map from the content of byte ranges of a file to numbers, kept outside the heap.
///
/// Open addressing, 24 bytes a slot and at least twice as many slots as entries: ten million keys
/// take less than a gigabyte of memory and no heap. A slot holds a hash, the place of the range and
/// the number; equal hashes are settled by comparing the bytes in the file. The hash is seeded, so
/// that no crafted file fills one run of slots.
///
/// One thread may change it; afterwards several may read.
public final class ByteRangeTable implements AutoCloseable {
  /// The low bits of a length share a word with its place, which leaves 44 bits, 16 TiB, for that.
  private static final int LENGTH_BITS = 20;

  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  /// The high bits of a length are the top bits of its hash.
  private static final int HASH_BITS = 52;

  private static final long HASH_MASK = (1L << HASH_BITS) - 1;
  private static final int SLOT_BYTES = 24;
  private static final int HASH = 0;
  private static final int PLACE = 8;
  private static final int NUMBER = 16;
  private static final long INITIAL_SLOTS = 1 << 12;

  private final SnapshotBytes bytes;
  private final long seed = new SecureRandom().nextLong();
  private Arena arena = Arena.ofShared();
  private MemorySegment table;
  private long slots = INITIAL_SLOTS;
  private long size;

  /// An empty table over ranges of the snapshot's file.
  public ByteRangeTable(Snapshot snapshot) {
    this.bytes = snapshot.bytes();
    this.table = arena.allocate(slots * SLOT_BYTES);
  }

  /// Number of different ranges.
  public long size() {
    return size;
  }

  /// The number stored for a range with these bytes, 0 if there is none.
  public long get(long offset, int length) {
    return read(find(hash(offset, length), offset, length), NUMBER);
  }

  /// Stores a number for the bytes at `offset`.
  ///
  /// @param number not 0
  /// @return the number stored before, 0 if there was none
  public long put(long offset, int length, long number) {
    if (number == 0) {
      throw new IllegalArgumentException("0 stands for no number");
    }
    if (size * 2 >= slots) {
      grow();
    }
    long hash = hash(offset, length);
    long slot = find(hash, offset, length);
    long old = read(slot, NUMBER);
    if (old == 0) {
      size++;
      write(slot, HASH, hash);
      write(slot, PLACE, place(offset, length));
    }
    write(slot, NUMBER, number);
    return old;
  }

  @Override
  public void close() {
    arena.close();
  }

  /// Slot of the range, or the empty one where it belongs. Equal hashes mean equal high bits of the
  /// length.
  private long find(long hash, long offset, int length) {
    long slot = hash & (slots - 1);
    while (read(slot, NUMBER) != 0) {
      if (read(slot, HASH) == hash && isSame(slot, offset, length)) {
        return slot;
      }
      slot = (slot + 1) & (slots - 1);
    }
    return slot;
  }

  private boolean isSame(long slot, long offset, int length) {
    long stored = read(slot, PLACE);
    return (stored & LENGTH_MASK) == (length & LENGTH_MASK)
        && bytes.compare(stored >>> LENGTH_BITS, length, offset, length) == 0;
  }

  private static long place(long offset, int length) {
    return (offset << LENGTH_BITS) | (length & LENGTH_MASK);
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with the table
  private void grow() {
    Arena oldArena = arena;
    MemorySegment oldTable = table;
    long oldSlots = slots;
    arena = Arena.ofShared();
    slots = oldSlots * 2;
    table = arena.allocate(slots * SLOT_BYTES);
    for (long old = 0; old < oldSlots; old++) {
      if (oldTable.get(ValueLayout.JAVA_LONG, old * SLOT_BYTES + NUMBER) != 0) {
        long slot = oldTable.get(ValueLayout.JAVA_LONG, old * SLOT_BYTES + HASH) & (slots - 1);
        while (read(slot, NUMBER) != 0) {
          slot = (slot + 1) & (slots - 1);
        }
        MemorySegment.copy(oldTable, old * SLOT_BYTES, table, slot * SLOT_BYTES, SLOT_BYTES);
      }
    }
    oldArena.close();
  }

  /// Eight bytes at a time.
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
    return (hash & HASH_MASK) | (long) (length >>> LENGTH_BITS) << HASH_BITS;
  }

  private static long mix(long value) {
    long folded = (value ^ (value >>> 32)) * 0x9E3779B97F4A7C15L;
    return folded ^ (folded >>> 29);
  }

  private long read(long slot, int field) {
    return table.get(ValueLayout.JAVA_LONG, slot * SLOT_BYTES + field);
  }

  private void write(long slot, int field, long value) {
    table.set(ValueLayout.JAVA_LONG, slot * SLOT_BYTES + field, value);
  }
}
