package dev.snapseal.snapshot.internal;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;

/// A set of page ids below the high-water mark; safe for use by several threads. One bit a page.
public final class PageSet {
  private final AtomicLongArray words;
  private final long limit;

  public PageSet(long highWaterMark) {
    this.limit = highWaterMark;
    this.words = new AtomicLongArray(Math.toIntExact((highWaterMark + 63) >>> 6));
  }

  /// Adds a page; `false` if it was there already.
  public boolean add(long pageId) {
    int word = (int) (Objects.checkIndex(pageId, limit) >>> 6);
    long bit = 1L << pageId;
    long old = words.get(word);
    while ((old & bit) == 0) {
      if (words.compareAndSet(word, old, old | bit)) {
        return true;
      }
      old = words.get(word);
    }
    return false;
  }

  /// Adds `count` pages from `pageId`; none of them if one of them is there already, unless another
  /// thread adds it meanwhile.
  ///
  /// @return the first that was there already, or -1
  public long addAll(long pageId, long count) {
    Objects.checkFromIndexSize(pageId, count, limit);
    long end = pageId + count;
    long taken = -1;
    for (long from = pageId; from < end && taken < 0; from = nextWord(from)) {
      taken = firstOf(words.get((int) (from >>> 6)) & mask(from, end), from);
    }
    for (long from = pageId; from < end && taken < 0; from = nextWord(from)) {
      long mask = mask(from, end);
      long old = words.getAndAccumulate((int) (from >>> 6), mask, (word, bits) -> word | bits);
      taken = firstOf(old & mask, from);
    }
    return taken;
  }

  private static long nextWord(long pageId) {
    return (pageId | 63) + 1;
  }

  /// Bits of the pages from `from` to `end` that stand in one word with `from`.
  private static long mask(long from, long end) {
    long above = -1L << from;
    return end >= nextWord(from) ? above : above & ~(-1L << end);
  }

  private static long firstOf(long bits, long from) {
    return bits == 0 ? -1 : (from & ~63L) + Long.numberOfTrailingZeros(bits);
  }

  public boolean contains(long pageId) {
    return pageId < limit && (words.get((int) (pageId >>> 6)) & 1L << pageId) != 0;
  }

  /// The first page of the set from `pageId` on; the high-water mark if there is none.
  public long nextIn(long pageId) {
    return next(pageId, 0);
  }

  /// The first page from `pageId` on that is not in the set, or the high-water mark.
  public long nextOut(long pageId) {
    return next(pageId, -1L);
  }

  /// A word at a time: of a large file most words are all ones.
  private long next(long pageId, long inverted) {
    for (long from = pageId; from < limit; from = nextWord(from)) {
      long found = firstOf((words.get((int) (from >>> 6)) ^ inverted) & -1L << from, from);
      if (found >= 0) {
        return Math.min(found, limit);
      }
    }
    return limit;
  }

  /// Number of pages in the set.
  public long size() {
    long size = 0;
    for (int i = 0; i < words.length(); i++) {
      size += Long.bitCount(words.get(i));
    }
    return size;
  }
}
