package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.layout.LongTable;

/// Every element of one bucket that was found anywhere in a file, and, once sorted, what became of
/// it. Sixteen bytes an element outside the heap, and as many again to sort them.
///
/// Elements come in runs. A run is what a leaf, or a tree of them, held at one moment: keys ascend
/// in it, and between its first and its last key it had no others. That is what [RecordJudge]
/// concludes from, so a run must end where anything of it could not be read.
final class FoundElements implements AutoCloseable {
  /// The tree that the valid meta page names leads to it.
  static final int REACHED = 0;

  /// A tree leads to it that may not be the newest.
  static final int FOLLOWED = 1;

  /// A leaf page holds it that no tree leads to.
  static final int IMAGE = 2;

  /// It was found by its shape, on no page.
  static final int CARVED = 3;

  private static final int ORIGIN_MASK = 0x03;
  private static final int OPENS = 0x04;
  private static final int CLOSES = 0x08;
  private static final int BROKEN = 0x10;
  private static final int VERDICT_SHIFT = 5;
  private static final long VERDICT_MASK = 0x07L << VERDICT_SHIFT;
  private static final int KEY_SHIFT = 8;
  private static final int KEY_MASK = 0xFFFF;
  private static final int VALUE_SHIFT = 32;
  private static final int NONE = -1;

  private final SnapshotBytes bytes;
  private final LongTable keys = new LongTable();
  private final LongTable facts = new LongTable();
  private final LongTable runs = new LongTable();
  private LongTable order = new LongTable();
  private boolean isRunOpen;
  private boolean opensAtStart;
  private boolean coversAll;
  private long last = NONE;

  FoundElements(SnapshotBytes bytes) {
    this.bytes = bytes;
  }

  /// Adds the next element of a run, or the first of a new one.
  ///
  /// @param origin such as [#REACHED]
  void add(long keyOffset, int keyLength, int valueLength, int origin) {
    add(keyOffset, keyLength, valueLength, origin, false);
  }

  /// Adds one of which only the key can be read: its run had it, and the value is lost.
  void addBroken(long keyOffset, int keyLength, int valueLength, int origin) {
    add(keyOffset, keyLength, valueLength, origin, true);
  }

  private void add(long keyOffset, int keyLength, int valueLength, int origin, boolean isBroken) {
    if (isRunOpen && !ascends(keyOffset, keyLength)) {
      endRun();
    }
    int flags = origin | (isBroken ? BROKEN : 0);
    if (!isRunOpen) {
      runs.add(keys.size());
      flags |= OPENS;
      isRunOpen = true;
    }
    last = keys.size();
    keys.add(keyOffset);
    facts.add((long) valueLength << VALUE_SHIFT | (long) keyLength << KEY_SHIFT | flags);
  }

  private boolean ascends(long keyOffset, int keyLength) {
    return bytes.compare(keyOffset(last), keyLength(last), keyOffset, keyLength) < 0;
  }

  /// Ends the run: what follows is of another moment, or something between could not be read.
  void endRun() {
    if (isRunOpen) {
      facts.put(last, facts.get(last) | CLOSES);
    }
    isRunOpen = false;
    opensAtStart &= size() > 0;
  }

  /// The run that begins next, the first of all, had nothing before its first key either.
  void openAtStart() {
    opensAtStart = true;
  }

  /// Notes that the newest tree was read whole and held nothing at all.
  void coverAll() {
    coversAll = true;
  }

  boolean coversAll() {
    return coversAll;
  }

  /// Whether the first run of all reaches back to before every key.
  boolean isOpenAtStart() {
    return opensAtStart;
  }

  long size() {
    return keys.size();
  }

  long keyOffset(long element) {
    return keys.get(element);
  }

  int keyLength(long element) {
    return (int) (facts.get(element) >>> KEY_SHIFT) & KEY_MASK;
  }

  int valueLength(long element) {
    return (int) (facts.get(element) >>> VALUE_SHIFT);
  }

  int origin(long element) {
    return (int) facts.get(element) & ORIGIN_MASK;
  }

  boolean isBroken(long element) {
    return (facts.get(element) & BROKEN) != 0;
  }

  boolean opensRun(long element) {
    return (facts.get(element) & OPENS) != 0;
  }

  boolean closesRun(long element) {
    return (facts.get(element) & CLOSES) != 0;
  }

  /// What was decided, [RecordVerdict#NONE] at first.
  RecordVerdict verdict(long element) {
    return RecordVerdict.of((int) (facts.get(element) & VERDICT_MASK) >>> VERDICT_SHIFT);
  }

  void decide(long element, RecordVerdict verdict) {
    long cleared = facts.get(element) & ~VERDICT_MASK;
    facts.put(element, cleared | (long) verdict.number() << VERDICT_SHIFT);
  }

  /// Whether two elements are the same, byte for byte.
  boolean isSame(long one, long other) {
    return keyLength(one) == keyLength(other)
        && valueLength(one) == valueLength(other)
        && bytes.compare(
                keyOffset(one),
                (long) keyLength(one) + valueLength(one),
                keyOffset(other),
                (long) keyLength(other) + valueLength(other))
            == 0;
  }

  /// The element at a place of the sorted order.
  long sorted(long place) {
    return order.get(place);
  }

  /// Sorts by key, elements with the same key as they were added: runs are merged two by two, so
  /// that a tree that was read whole costs nothing.
  void sort() {
    endRun();
    for (long i = 0; i < size(); i++) {
      order.add(i);
    }
    LongTable starts = copyOfRuns();
    LongTable target = new LongTable();
    target.resize(size());
    while (starts.size() > 1) {
      LongTable merged = new LongTable();
      for (long run = 0; run < starts.size(); run += 2) {
        merged.add(starts.get(run));
        long middle = run + 1 < starts.size() ? starts.get(run + 1) : size();
        long end = run + 2 < starts.size() ? starts.get(run + 2) : size();
        merge(starts.get(run), middle, end, target);
      }
      starts.close();
      starts = merged;
      LongTable sorted = target;
      target = order;
      order = sorted;
    }
    starts.close();
    target.close();
  }

  private LongTable copyOfRuns() {
    LongTable copy = new LongTable();
    for (long i = 0; i < runs.size(); i++) {
      copy.add(runs.get(i));
    }
    return copy;
  }

  private void merge(long from, long middle, long end, LongTable target) {
    long left = from;
    long right = middle;
    for (long place = from; place < end; place++) {
      boolean takesLeft =
          right == end || (left < middle && compare(order.get(left), order.get(right)) <= 0);
      target.put(place, takesLeft ? order.get(left++) : order.get(right++));
    }
  }

  private int compare(long one, long other) {
    return bytes.compare(keyOffset(one), keyLength(one), keyOffset(other), keyLength(other));
  }

  @Override
  public void close() {
    keys.close();
    facts.close();
    runs.close();
    order.close();
  }
}
