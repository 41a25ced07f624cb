package dev.snapseal.tools.keys;

/// Counts different things by hashes of 64 bits. Safe for use by several threads.
///
/// The memory is bounded: what comes when it is full counts as seen.
public final class DistinctHashes {
  /// Hashes told apart: 32 MiB of them.
  public static final int MAX_ENTRIES = 1 << 21;

  private long[] slots = new long[1 << 10];
  private int size;

  /// Notes a hash, which is that of a cryptographic digest.
  ///
  /// @return whether it is new
  synchronized boolean add(long digest) {
    long hash = digest == 0 ? 1 : digest;
    int slot = slot(slots, hash);
    if (slots[slot] == hash || size == MAX_ENTRIES) {
      return false;
    }
    slots[slot] = hash;
    size++;
    if (size * 2 > slots.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long hash : slots) {
      if (hash != 0) {
        larger[slot(larger, hash)] = hash;
      }
    }
    slots = larger;
  }

  /// Where the hash is, or the empty slot where it belongs.
  private static int slot(long[] table, long hash) {
    int slot = (int) (hash & (table.length - 1));
    while (table[slot] != 0 && table[slot] != hash) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }
}
