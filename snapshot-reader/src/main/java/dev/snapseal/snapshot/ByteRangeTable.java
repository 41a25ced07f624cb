package dev.snapseal.snapshot;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
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
  private static final int MIN_SLOTS = 1 << 12;

  /// Three columns of a gibibyte each.
  private static final int MAX_SLOTS = 1 << 27;

  /// One range for so many bytes of the file is expected: a table that needs not grow is filled
  /// twice as fast.
  private static final int BYTES_PER_RANGE = 4096;

  private final SnapshotBytes bytes;
  private final long seed = new SecureRandom().nextLong();
  private Columns columns;
  private int size;

  /// An empty table over ranges of the snapshot's file.
  public ByteRangeTable(Snapshot snapshot) {
    this.bytes = snapshot.bytes();
    long expected = Math.min(MAX_SLOTS, snapshot.length() / BYTES_PER_RANGE * 2);
    this.columns = new Columns(Integer.highestOneBit(Math.max(MIN_SLOTS, (int) expected)));
  }

  /// Number of different ranges.
  public long size() {
    return size;
  }

  /// The number stored for a range with these bytes, 0 if there is none.
  public long get(long offset, int length) {
    return columns.numbers.get(find(hash(offset, length), offset, length));
  }

  /// Stores a number for the bytes at `offset`.
  ///
  /// @param number not 0
  /// @return the number stored before, 0 if there was none
  public long put(long offset, int length, long number) {
    if (number == 0) {
      throw new IllegalArgumentException("0 stands for no number");
    }
    if (size >= columns.limit()) {
      grow();
    }
    long hash = hash(offset, length);
    int slot = find(hash, offset, length);
    long old = columns.numbers.get(slot);
    if (old == 0) {
      size++;
      columns.hashes.put(slot, hash);
      columns.places.put(slot, place(offset, length));
    }
    columns.numbers.put(slot, number);
    return old;
  }

  @Override
  public void close() {
    columns.arena.close();
  }

  /// Slot of the range, or the empty one where it belongs. Equal hashes mean equal high bits of the
  /// length.
  private int find(long hash, long offset, int length) {
    int slot = (int) hash & columns.mask;
    while (columns.numbers.get(slot) != 0) {
      if (columns.hashes.get(slot) == hash && isSame(slot, offset, length)) {
        return slot;
      }
      slot = (slot + 1) & columns.mask;
    }
    return slot;
  }

  private boolean isSame(int slot, long offset, int length) {
    long stored = columns.places.get(slot);
    return (stored & LENGTH_MASK) == (length & LENGTH_MASK)
        && bytes.compare(stored >>> LENGTH_BITS, length, offset, length) == 0;
  }

  private static long place(long offset, int length) {
    return (offset << LENGTH_BITS) | (length & LENGTH_MASK);
  }

  private void grow() {
    int slots = columns.mask + 1;
    if (slots == MAX_SLOTS) {
      throw new IllegalStateException("a file has more than " + size + " keys");
    }
    Columns old = columns;
    columns = new Columns(slots * 2);
    for (int from = 0; from < slots; from++) {
      long number = old.numbers.get(from);
      if (number != 0) {
        long hash = old.hashes.get(from);
        int slot = (int) hash & columns.mask;
        while (columns.numbers.get(slot) != 0) {
          slot = (slot + 1) & columns.mask;
        }
        columns.hashes.put(slot, hash);
        columns.places.put(slot, old.places.get(from));
        columns.numbers.put(slot, number);
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

  /// The table's memory; a number of 0 marks an empty slot.
  private static final class Columns {
    final Arena arena = Arena.ofShared();
    final LongBuffer hashes;
    final LongBuffer places;
    final LongBuffer numbers;
    final int mask;

    /// @param slots a power of two
    Columns(int slots) {
      this.hashes = column(slots);
      this.places = column(slots);
      this.numbers = column(slots);
      this.mask = slots - 1;
    }

    /// Half full, and the largest table nine tenths: it cannot grow.
    int limit() {
      int slots = mask + 1;
      return slots == MAX_SLOTS ? slots / 10 * 9 : slots / 2;
    }

    private LongBuffer column(int slots) {
      return arena
          .allocate((long) slots * Long.BYTES, Long.BYTES)
          .asByteBuffer()
          .order(ByteOrder.nativeOrder())
          .asLongBuffer();
    }
  }
}
