package dev.snapseal.testdata;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A small valid bbolt file, described number by number.
///
/// ```java
/// BuiltSnapshot file =
///     SnapshotBuilder.snapshot()
///         .pageSize(512)
///         .txid(17)
///         .bucket("key", key -> key.put("a", "1").put("b", "2").fanOut(1, 2))
///         .build();
/// ```
///
/// Pages come in this order: metas, leading free pages, trees (children before parents), the older
/// tree, free pages, freelist. What is broken on purpose is broken afterwards, by [PageSurgeon].
public final class SnapshotBuilder {
  private final BucketBuilder root = new BucketBuilder().ownPages();
  private final FreeArea leadingFree = new FreeArea();
  private final FreeArea free = new FreeArea();
  private Optional<BucketBuilder> older = Optional.empty();
  private final MetaShape shape;
  private TrailerForm trailer;
  private FreelistForm freelist = FreelistForm.NONE;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private int pageSize = 4096;
  private long txid = 2;
  private byte[] tail = new byte[0];

  private SnapshotBuilder(MetaShape shape, TrailerForm trailer) {
    this.shape = shape;
    this.trailer = trailer;
  }

  /// Which txid stands on which meta page.
  private enum MetaShape {
    /// Page 0 holds T and page 1 holds T-1 (bbolt v1.5.0, tx.go `WriteTo`).
    SNAPSHOT,
    /// T stands on page T mod 2, T-1 on the other (bbolt v1.5.0, meta.go `Write`).
    DATA_DIRECTORY
  }

  /// A file as `etcdctl snapshot save` writes it: both metas name one tree, a trailer follows.
  public static SnapshotBuilder snapshot() {
    return new SnapshotBuilder(MetaShape.SNAPSHOT, TrailerForm.RIGHT);
  }

  /// A file as it stands in `member/snap/db`: metas by parity of the txid, no trailer.
  public static SnapshotBuilder dataDirectory() {
    return new SnapshotBuilder(MetaShape.DATA_DIRECTORY, TrailerForm.ABSENT);
  }

  /// Bytes of a page, 128 or more; bbolt itself opens a file only from 4096 bytes on.
  public SnapshotBuilder pageSize(int bytes) {
    if (bytes < 128) {
      throw new IllegalArgumentException("page size " + bytes + " is below 128");
    }
    pageSize = bytes;
    return this;
  }

  /// The byte order of the machine that is said to have written the file.
  public SnapshotBuilder order(ByteOrder machine) {
    order = machine;
    return this;
  }

  /// The id of the last transaction, 1 or more.
  public SnapshotBuilder txid(long id) {
    txid = id;
    return this;
  }

  /// Adds a top-level bucket.
  public SnapshotBuilder bucket(String name, Consumer<BucketBuilder> filling) {
    root.bucket(name, filling);
    return this;
  }

  /// Lays out the root bucket itself, for example its fan-out.
  public SnapshotBuilder root(Consumer<BucketBuilder> layout) {
    layout.accept(root);
    return this;
  }

  /// How the free pages are listed.
  public SnapshotBuilder freelist(FreelistForm form) {
    freelist = form;
    return this;
  }

  /// Zeroed free pages before all trees.
  public SnapshotBuilder leadingFreePages(int count) {
    leadingFree.zeroes(count);
    return this;
  }

  /// Zeroed free pages.
  public SnapshotBuilder freePages(int count) {
    free.zeroes(count);
    return this;
  }

  /// Free pages on which an old tree survives, each page with its own id in its header.
  public SnapshotBuilder freeTree(Consumer<BucketBuilder> filling) {
    BucketBuilder bucket = new BucketBuilder();
    filling.accept(bucket);
    free.oldTree(bucket);
    return this;
  }

  /// Free pages that hold these bytes.
  public SnapshotBuilder freeBytes(byte[] image) {
    free.bytes(image);
    return this;
  }

  /// The tree of the previous commit, named by the older meta; its pages are free in this one.
  public SnapshotBuilder olderTree(Consumer<BucketBuilder> filling) {
    BucketBuilder bucket = new BucketBuilder().ownPages();
    filling.accept(bucket);
    older = Optional.of(bucket);
    return this;
  }

  /// Bytes between the high-water mark and the trailer.
  public SnapshotBuilder tail(byte[] bytes) {
    tail = bytes.clone();
    return this;
  }

  /// What ends the file.
  public SnapshotBuilder trailer(TrailerForm form) {
    trailer = form;
    return this;
  }

  /// Lays everything out. The builder may be changed and built again.
  public BuiltSnapshot build() {
    PageSpace space = new PageSpace(pageSize, order);
    leadingFree.placeIn(space);
    List<Long> freeIds = new ArrayList<>(FreeArea.idsBetween(2, space.highWaterMark()));
    TreeLayout trees = new TreeLayout(space);
    long rootId = trees.place("", root);
    long endOfTrees = space.highWaterMark();
    Map<String, BucketPages> pages = new TreeMap<>(trees.pagesByPath());
    long olderRootId = older.isPresent() ? placeOlder(space, older.get(), pages) : rootId;
    free.placeIn(space);
    freeIds.addAll(FreeArea.idsBetween(endOfTrees, space.highWaterMark()));
    OptionalLong freelistId = FreelistPage.place(space, freelist, freeIds);
    MetaPair metas = new MetaPair(rootId, olderRootId, freelistId, space.highWaterMark(), txid);
    return new BuiltSnapshot(
        FileEnd.after(metas.into(space, currentMetaPage()), tail, trailer),
        pageSize,
        space.highWaterMark(),
        Map.copyOf(pages),
        List.copyOf(freeIds),
        freelistId);
  }

  private static long placeOlder(
      PageSpace space, BucketBuilder bucket, Map<String, BucketPages> pages) {
    TreeLayout trees = new TreeLayout(space);
    long id = trees.place("", bucket);
    pages.putAll(FreeArea.named("older:", trees.pagesByPath()));
    return id;
  }

  private int currentMetaPage() {
    return switch (shape) {
      case SNAPSHOT -> 0;
      case DATA_DIRECTORY -> (int) (txid % 2);
    };
  }
}
