package dev.snapseal.snapshot;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.SplittableRandom;

/// A map from the content of byte ranges of a file to numbers, kept outside the heap.
///
/// Open addressing, 28 bytes a slot and at least half as many slots more than entries: ten million
/// keys take less than a gigabyte of memory and no heap. A slot holds a hash, the place of the
/// range and the number; equal hashes are settled by comparing the bytes in the file. The hash is
/// seeded, so that no crafted file fills one run of slots. A part of the hash stands in a table of
/// its own, which fits the processor's caches, so that most look-ups read nothing else.
///
/// One thread may change it; afterwards several may read.
public final class ByteRangeTable implements AutoCloseable {
  /// The low bits of a length share a word with its place, which leaves 44 bits, 16 TiB, for that.
  private static final int LENGTH_BITS = 20;

  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  /// The high bits of a length are the top bits of its hash.
  private static final int HASH_BITS = 52;

  private static final long HASH_MASK = (1L << HASH_BITS) - 1;
  private static final int MIN_SLOTS = 1 << 12;

  /// Nearly two gibibytes.
  private static final int MAX_SLOTS = 1 << 26;

  private static final int SLOT_LONGS = 3;
  private static final int HASH = 0;
  private static final int PLACE = 1;
  private static final int NUMBER = 2;

  private static final int BYTES_PER_RANGE = 4096;

  private final SnapshotBytes bytes;
  private final long seed = new SplittableRandom().nextLong();
  private Slots slots;
  private int size;

  /// An empty table over ranges of the snapshot's file, which grows from little.
  public ByteRangeTable(Snapshot snapshot) {
    this(snapshot.bytes());
  }

  /// The same over ranges of a file that may be too damaged to be opened.
  public ByteRangeTable(SnapshotBytes bytes) {
    this(bytes, MIN_SLOTS);
  }

  private ByteRangeTable(SnapshotBytes bytes, int slotCount) {
    this.bytes = bytes;
    this.slots = new Slots(slotCount);
  }

  /// An empty table with room for a range in each 4 KiB of the file: one that need not grow is
  /// filled twice as fast.
  public static ByteRangeTable ofWholeFile(Snapshot snapshot) {
    long wanted = Math.clamp(snapshot.length() / BYTES_PER_RANGE * 2, MIN_SLOTS, MAX_SLOTS);
    return new ByteRangeTable(snapshot.bytes(), Integer.highestOneBit((int) wanted));
  }

  /// Number of different ranges.
  public long size() {
    return size;
  }

  /// The number stored for a range with these bytes, 0 if there is none.
  public long get(long offset, int length) {
    int slot = find(hash(offset, length), offset, length);
    return slots.isFree(slot) ? 0 : slots.get(slot, NUMBER);
  }

  /// Stores a number for the bytes at `offset`.
  ///
  /// @param number not 0
  /// @return the number stored before, 0 if there was none
  public long put(long offset, int length, long number) {
    if (number == 0) {
      throw new IllegalArgumentException("0 stands for no number");
    }
    if (size >= slots.limit()) {
      grow();
    }
    long hash = hash(offset, length);
    int slot = find(hash, offset, length);
    if (slots.isFree(slot)) {
      size++;
      slots.fill(slot, hash, place(offset, length), number);
      return 0;
    }
    long old = slots.get(slot, NUMBER);
    slots.put(slot, NUMBER, number);
    return old;
  }

  @Override
  public void close() {
    slots.arena.close();
  }

  /// Slot of the range, or the empty one where it belongs. Equal hashes mean equal high bits of the
  /// length.
  private int find(long hash, long offset, int length) {
    int slot = (int) hash & slots.mask;
    int tag = Slots.tag(hash);
    for (int found = slots.tagAt(slot); found != 0; found = slots.tagAt(slot)) {
      if (found == tag && slots.get(slot, HASH) == hash && isSame(slot, offset, length)) {
        return slot;
      }
      slot = (slot + 1) & slots.mask;
    }
    return slot;
  }

  private boolean isSame(int slot, long offset, int length) {
    long stored = slots.get(slot, PLACE);
    if (stored == place(offset, length)) {
      return true;
    }
    return (stored & LENGTH_MASK) == (length & LENGTH_MASK)
        && bytes.compare(stored >>> LENGTH_BITS, length, offset, length) == 0;
  }

  private static long place(long offset, int length) {
    return (offset << LENGTH_BITS) | (length & LENGTH_MASK);
  }

  private void grow() {
    int count = slots.mask + 1;
    if (count == MAX_SLOTS) {
      throw new IllegalStateException("a file has more than " + size + " keys");
    }
    Slots old = slots;
    slots = new Slots(count * 2);
    for (int from = 0; from < count; from++) {
      if (!old.isFree(from)) {
        int slot = (int) old.get(from, HASH) & slots.mask;
        while (!slots.isFree(slot)) {
          slot = (slot + 1) & slots.mask;
        }
        slots.fill(slot, old.get(from, HASH), old.get(from, PLACE), old.get(from, NUMBER));
      }
    }
    old.arena.close();
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

  /// The table's memory, one slot's fields side by side, and apart from them a tag of each slot; 0
  /// marks an empty slot.
  private static final class Slots {
    final Arena arena = Arena.ofShared();
    final IntBuffer tags;
    final LongBuffer longs;
    final int mask;

    /// @param count a power of two
    Slots(int count) {
      this.mask = count - 1;
      this.tags =
          arena
              .allocate((long) count * Integer.BYTES, Integer.BYTES)
              .asByteBuffer()
              .order(ByteOrder.nativeOrder())
              .asIntBuffer();
      this.longs =
          arena
              .allocate((long) count * SLOT_LONGS * Long.BYTES, Long.BYTES)
              .asByteBuffer()
              .order(ByteOrder.nativeOrder())
              .asLongBuffer();
    }

    /// Other bits of the hash than those that choose the slot; never 0.
    static int tag(long hash) {
      return (int) (hash >>> 20) | 1;
    }

    int tagAt(int slot) {
      return tags.get(slot);
    }

    boolean isFree(int slot) {
      return tags.get(slot) == 0;
    }

    void fill(int slot, long hash, long place, long number) {
      tags.put(slot, tag(hash));
      put(slot, HASH, hash);
      put(slot, PLACE, place);
      put(slot, NUMBER, number);
    }

    long get(int slot, int field) {
      return longs.get(slot * SLOT_LONGS + field);
    }

    void put(int slot, int field, long value) {
      longs.put(slot * SLOT_LONGS + field, value);
    }

    /// Two thirds full, and the largest table nine tenths: it cannot grow.
    int limit() {
      int count = mask + 1;
      return count == MAX_SLOTS ? count / 10 * 9 : count / 3 * 2;
    }
  }
}
