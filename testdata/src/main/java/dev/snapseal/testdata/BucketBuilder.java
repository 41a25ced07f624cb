package dev.snapseal.testdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What one bucket holds and how its tree is laid out.
///
/// Without further words the tree is packed tight: pages are filled to the end, and a bucket that
/// bbolt would keep inline is inline.
public final class BucketBuilder {
  private static final int UNLIMITED = 65_534;

  private final TreeMap<byte[], Content> contents = new TreeMap<>(Arrays::compareUnsigned);
  private long sequence;
  private Placement placement = Placement.AS_BBOLT_WOULD;
  private int perLeaf = UNLIMITED;
  private int perBranch = UNLIMITED;
  private int depth = 1;

  BucketBuilder() {}

  /// What stands behind a key.
  sealed interface Content {
    /// A plain value.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Value(byte[] bytes) implements Content {}

    /// A bucket inside this one.
    record Nested(BucketBuilder bucket) implements Content {}
  }

  /// Where a bucket's tree stands.
  enum Placement {
    /// Inline when it is one leaf without nested buckets and not above a quarter of a page.
    AS_BBOLT_WOULD,
    /// Inside the parent's value, whatever its size.
    INLINE,
    /// On pages of its own, however small.
    OWN_PAGES
  }

  /// Adds a pair, or replaces the one with this key. Both are kept as they are given.
  public BucketBuilder put(byte[] key, byte[] value) {
    contents.put(key, new Content.Value(value));
    return this;
  }

  /// Adds a pair of UTF-8 texts.
  public BucketBuilder put(String key, String value) {
    return put(key.getBytes(UTF_8), value.getBytes(UTF_8));
  }

  /// Adds `count` pairs: keys `<prefix>00000`, `<prefix>00001`, … with values of `valueBytes`
  /// bytes.
  public BucketBuilder fill(String prefix, int count, int valueBytes) {
    for (int i = 0; i < count; i++) {
      byte[] value = new byte[valueBytes];
      Arrays.fill(value, (byte) ('a' + i % 26));
      put("%s%05d".formatted(prefix, i).getBytes(UTF_8), value);
    }
    return this;
  }

  /// Adds a bucket inside this one.
  public BucketBuilder bucket(String name, Consumer<BucketBuilder> filling) {
    BucketBuilder nested = new BucketBuilder();
    filling.accept(nested);
    contents.put(name.getBytes(UTF_8), new Content.Nested(nested));
    return this;
  }

  /// The counter in the bucket's header; 0 unless set.
  public BucketBuilder sequence(long value) {
    sequence = value;
    return this;
  }

  /// Keeps the bucket inline, even where bbolt would not.
  public BucketBuilder inline() {
    placement = Placement.INLINE;
    return this;
  }

  /// Gives the bucket pages of its own, even where bbolt would keep it inline.
  public BucketBuilder ownPages() {
    placement = Placement.OWN_PAGES;
    return this;
  }

  /// Puts at most so many elements on each page; a page never grows past its size for more than one
  /// element.
  ///
  /// @param elementsPerLeaf 1 to 65534
  /// @param elementsPerBranch 2 to 65534
  public BucketBuilder fanOut(int elementsPerLeaf, int elementsPerBranch) {
    if (elementsPerLeaf < 1 || elementsPerBranch < 2) {
      throw new IllegalArgumentException(
          "a leaf needs 1 element and a branch 2 to make a tree, not %d and %d"
              .formatted(elementsPerLeaf, elementsPerBranch));
    }
    perLeaf = elementsPerLeaf;
    perBranch = elementsPerBranch;
    return ownPages();
  }

  /// Makes the tree at least so deep, by branch pages of one element on top; 1 is a single leaf.
  public BucketBuilder depth(int levels) {
    depth = levels;
    return ownPages();
  }

  SortedMap<byte[], Content> contents() {
    return contents;
  }

  long sequence() {
    return sequence;
  }

  Placement placement() {
    return placement;
  }

  int perLeaf() {
    return perLeaf;
  }

  int perBranch() {
    return perBranch;
  }

  int depth() {
    return depth;
  }
}
