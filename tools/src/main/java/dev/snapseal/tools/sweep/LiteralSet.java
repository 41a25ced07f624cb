package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import java.util.Arrays;
import java.util.List;

/// Finds many literals in one pass over the bytes.
///
/// Four bytes are read at every fourth place only: a literal of seven bytes or more covers one of
/// those places with four of its own bytes, whatever its alignment. So each literal is entered
/// under its four first groups of four, and a hash of what was read says from a table of bits,
/// small enough for the nearest cache, whether any literal can be there. Sets with shorter literals
/// read at every second place, or at each. Reads do not depend on one another, as they do in
/// automata that walk byte by byte. Safe for use by several threads.
final class LiteralSet {
  /// Bytes of the shortest literal.
  static final int SHORTEST = 4;

  private static final int GRAM_BYTES = Integer.BYTES;
  private static final int BITS_PER_GRAM = 64;
  private static final int LEAST_HASH_BITS = 16;
  private static final int MOST_HASH_BITS = 24;
  private static final int MULTIPLIER = 0x9E3779B1;
  private static final int SLOT_SHIFT = 7;
  private static final int FREE = -1;

  /// Takes what is found: which literal, and where its first byte is.
  @FunctionalInterface
  interface Visitor {
    void literal(int number, long offset);
  }

  private final byte[][] literals;
  private final int step;
  private final int hashShift;
  private final long[] filter;

  /// An open hash table from a group of four bytes to the entries that have it, chained.
  private final int[] slots;

  private final int[] grams;
  private final int[] next;

  /// @param literals [#SHORTEST] bytes or more each
  LiteralSet(List<byte[]> literals) {
    this.literals = literals.stream().map(byte[]::clone).toArray(byte[][]::new);
    int shortest = literals.stream().mapToInt(literal -> literal.length).min().orElse(8);
    if (shortest < SHORTEST) {
      throw new IllegalArgumentException(
          "a literal of %d bytes, at least %d are needed".formatted(shortest, SHORTEST));
    }
    this.step = Integer.highestOneBit(Math.min(GRAM_BYTES, shortest - GRAM_BYTES + 1));
    int entries = this.literals.length * step;
    int hashBits = 32 - Integer.numberOfLeadingZeros(entries * BITS_PER_GRAM);
    int bits = Math.clamp(hashBits, LEAST_HASH_BITS, MOST_HASH_BITS);
    this.hashShift = Integer.SIZE - bits;
    this.filter = new long[1 << (bits - 6)];
    this.grams = new int[entries];
    this.next = new int[entries];
    this.slots = new int[Integer.highestOneBit(Math.max(1, entries)) * 4];
    Arrays.fill(slots, FREE);
    for (int entry = 0; entry < entries; entry++) {
      add(entry);
    }
  }

  private void add(int entry) {
    byte[] literal = literals[entry / step];
    int at = entry % step;
    int gram =
        (literal[at] & 0xFF)
            | ((literal[at + 1] & 0xFF) << 8)
            | ((literal[at + 2] & 0xFF) << 16)
            | ((literal[at + 3] & 0xFF) << 24);
    grams[entry] = gram;
    int hash = (gram * MULTIPLIER) >>> hashShift;
    filter[hash >>> 6] |= 1L << hash;
    int slot = slotOf(gram);
    next[entry] = slots[slot];
    slots[slot] = entry;
  }

  /// The slot of a group of four bytes: where it is, or where it would be.
  private int slotOf(int gram) {
    int mask = slots.length - 1;
    int slot = ((gram * MULTIPLIER) >>> SLOT_SHIFT) & mask;
    while (slots[slot] != FREE && grams[slots[slot]] != gram) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  List<byte[]> literals() {
    return Arrays.stream(literals).map(byte[]::clone).toList();
  }

  /// Whether eight bytes at a time may be asked about: [#mayHold] and [#verify].
  boolean takesWords() {
    return step == GRAM_BYTES;
  }

  /// Whether a literal may cover the bytes of a word, at a multiple of four bytes: 1, or 0 if none
  /// does. A number, so that it can be asked about together with others.
  long mayHold(long word) {
    int low = ((int) word * MULTIPLIER) >>> hashShift;
    int high = ((int) (word >>> Integer.SIZE) * MULTIPLIER) >>> hashShift;
    return ((filter[low >>> 6] >>> low) | (filter[high >>> 6] >>> high)) & 1;
  }

  /// Finds the literals that cover the word at `position` with four of their first seven bytes.
  ///
  /// @param range in which they begin
  /// @param end first byte behind those that may be read
  void verify(
      long word, SnapshotBytes bytes, long position, ByteRange range, long end, Visitor visitor) {
    verify((int) word, bytes, range, position, end, visitor);
    verify((int) (word >>> Integer.SIZE), bytes, range, position + GRAM_BYTES, end, visitor);
  }

  /// Finds every literal that begins in `range`, in no particular order.
  ///
  /// @param end first byte behind those that may be read
  void scan(SnapshotBytes bytes, ByteRange range, long end, Visitor visitor) {
    if (literals.length == 0) {
      return;
    }
    long last = Math.min(range.end() + step - 1, end - GRAM_BYTES);
    for (long position = (range.start() + step - 1) & -step; position <= last; position += step) {
      int gram = (int) bytes.u32(position);
      int hash = (gram * MULTIPLIER) >>> hashShift;
      if (((filter[hash >>> 6] >>> hash) & 1) != 0) {
        verify(gram, bytes, range, position, end, visitor);
      }
    }
  }

  private void verify(
      int gram, SnapshotBytes bytes, ByteRange range, long position, long end, Visitor visitor) {
    for (int entry = slots[slotOf(gram)]; entry != FREE; entry = next[entry]) {
      byte[] literal = literals[entry / step];
      long start = position - entry % step;
      if (start >= range.start()
          && start < range.end()
          && literal.length <= end - start
          && bytes.matches(start, literal.length, literal)) {
        visitor.literal(entry / step, start);
      }
    }
  }
}
