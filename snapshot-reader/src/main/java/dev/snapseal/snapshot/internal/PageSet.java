package dev.snapseal.snapshot.internal;

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
    int word = (int) (java.util.Objects.checkIndex(pageId, limit) >>> 6);
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

  public boolean contains(long pageId) {
    return pageId < limit && (words.get((int) (pageId >>> 6)) & 1L << pageId) != 0;
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
