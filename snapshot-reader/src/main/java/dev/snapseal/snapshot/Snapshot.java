package dev.snapseal.snapshot;

import dev.snapseal.snapshot.internal.BucketRoot;
import dev.snapseal.snapshot.internal.MetaPages;
import dev.snapseal.snapshot.internal.PageDecoder;
import dev.snapseal.snapshot.internal.PageSet;
import dev.snapseal.snapshot.internal.PageTreeWalk;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.MetaPage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// An etcd backup opened for reading: a bbolt file with etcd's buckets in it.
///
/// Nothing is copied: buckets, records and values are places in the mapped file. The first broken
/// rule ends an operation with a [CorruptSnapshotException]; to collect all of them use
/// [dev.snapseal.snapshot.check.SnapshotChecker]. Safe for use by several threads.
public final class Snapshot implements AutoCloseable {
  private final SnapshotBytes bytes;
  private final MetaPages metas;
  private final PageDecoder decoder;
  private final Optional<Arena> arena;

  private Snapshot(SnapshotBytes bytes, Optional<Arena> arena) throws CorruptSnapshotException {
    this.bytes = bytes;
    this.arena = arena;
    this.metas = MetaPages.read(bytes);
    this.decoder = new PageDecoder(bytes, metas.current());
    decoder.checkReferences();
  }

  /// Maps `file` read-only; the file must not shrink while the snapshot is open.
  @SuppressWarnings("MustBeClosedChecker") // the snapshot owns the arena from here on
  public static Snapshot open(Path file) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new Snapshot(new SnapshotBytes(file.toString(), mapped), Optional.of(arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /// Reads a backup that is in memory already.
  ///
  /// @param file name for errors
  /// @param image the whole file; stays the caller's and must outlive the snapshot
  public static Snapshot of(String file, MemorySegment image) throws CorruptSnapshotException {
    return new Snapshot(new SnapshotBytes(file, image), Optional.empty());
  }

  /// Unmaps the file, if [#open] mapped it.
  @Override
  public void close() {
    arena.ifPresent(Arena::close);
  }

  public String file() {
    return bytes.file();
  }

  /// Bytes of the whole file, trailer included.
  public long length() {
    return bytes.length();
  }

  public SnapshotBytes bytes() {
    return bytes;
  }

  public PageDecoder pages() {
    return decoder;
  }

  /// The meta page that counts.
  public MetaPage meta() {
    return metas.current();
  }

  /// What is wrong with a meta page that does not count.
  public List<CorruptSnapshotException> metaFaults() {
    return metas.faults();
  }

  /// Both meta pages.
  public MetaPages metas() {
    return metas;
  }

  /// Bytes of the bbolt image: what the meta page counts, without trailer or tail.
  public long imageLength() {
    return meta().imageLength();
  }

  /// The file's top-level buckets, in bbolt's order.
  public List<Bucket> buckets() throws IOException {
    return buckets(new PageTreeWalk(decoder), PageFaults.THROWN, page -> {});
  }

  /// Those of them that the walk reaches, and each page of their tree for `visitor`.
  ///
  /// @param faults told of elements that are no bucket, or that repeat a name; those of pages are
  ///   the walk's own
  List<Bucket> buckets(PageTreeWalk walk, PageFaults faults, PageTreeWalk.PageVisitor visitor)
      throws IOException {
    BucketList buckets = new BucketList(decoder, faults);
    walk.walk(
        rootBucket(),
        page -> {
          visitor.page(page);
          if (page instanceof LeafPage leaf) {
            buckets.add(leaf);
          }
        });
    return buckets.buckets();
  }

  /// The same, and as if it were one tree with all others that are read with `visited`: no page may
  /// be part of two.
  public List<Bucket> buckets(PageSet visited) throws IOException {
    return buckets(new PageTreeWalk(decoder, visited), PageFaults.THROWN, page -> {});
  }

  /// The bucket of that name, if the file has it.
  public Optional<Bucket> bucket(EtcdBucket bucket) throws IOException {
    return buckets().stream().filter(candidate -> candidate.is(bucket)).findFirst();
  }

  /// Visits the elements of a bucket in key order; a nested bucket is one element.
  public void forEach(Bucket bucket, ElementVisitor visitor) throws IOException {
    forEach(bucket, new PageSet(meta().highWaterMark()), visitor);
  }

  /// The same, and as if it were one tree with all others that are read with `visited`: no page may
  /// be part of two.
  public void forEach(Bucket bucket, PageSet visited, ElementVisitor visitor) throws IOException {
    new PageTreeWalk(decoder, visited)
        .walk(
            bucket.root(),
            PageTreeWalk.leaves(
                leaf -> {
                  for (int i = 0; i < leaf.count(); i++) {
                    visitor.element(leaf, leaf.element(i));
                  }
                }));
  }

  /// Takes the elements of a bucket.
  @FunctionalInterface
  public interface ElementVisitor {
    void element(LeafPage leaf, LeafElement element) throws IOException;
  }

  /// Bucket `key` in at least `wanted` parts where it has that many, each a run of revisions, in
  /// order.
  ///
  /// Different threads may read different parts; each part is read once.
  public List<RevisionPart> revisionParts(int wanted) throws IOException {
    Optional<Bucket> key = bucket(EtcdBucket.KEY);
    if (key.isEmpty()) {
      return List.of();
    }
    PageTreeWalk walk = new PageTreeWalk(decoder);
    return walk.split(key.get().root(), wanted, page -> {}).stream()
        .<RevisionPart>map(
            subtree -> visitor -> subtree.walk(PageTreeWalk.leaves(leaf -> records(leaf, visitor))))
        .toList();
  }

  /// A run of revisions.
  @FunctionalInterface
  public interface RevisionPart {
    void forEach(RecordVisitor visitor) throws IOException;
  }

  /// Visits every record of bucket `key` in the order of revisions.
  public void forEachRevision(RecordVisitor visitor) throws IOException {
    for (RevisionPart part : revisionParts(1)) {
      part.forEach(visitor);
    }
  }

  /// The bucket that holds all others.
  BucketRoot rootBucket() {
    return new BucketRoot.Paged(meta().rootSequence(), meta().rootPageId());
  }

  /// Shows the records of bucket `key`, out of a walk over all buckets.
  public BucketVisitor recordsOf(RecordVisitor... visitors) {
    return new BucketVisitor() {
      private boolean isKey;

      @Override
      public void bucket(Bucket bucket) {
        isKey = bucket.is(EtcdBucket.KEY);
      }

      @Override
      public void leaf(LeafPage leaf) throws IOException {
        if (isKey) {
          records(leaf, visitors);
        }
      }
    };
  }

  /// Shows the records of one leaf of bucket `key`.
  void records(LeafPage leaf, RecordVisitor... visitors) throws IOException {
    for (int i = 0; i < leaf.count(); i++) {
      LeafElement element = leaf.element(i);
      RevisionRecord record;
      try {
        if (element.isBucket()) {
          throw new MalformedRecordException(
              leaf.pageId(), element.offset(), "a bucket lies among the revisions");
        }
        record = RevisionRecord.read(bytes, leaf.pageId(), element);
      } catch (MalformedRecordException fault) {
        for (RecordVisitor visitor : visitors) {
          visitor.malformed(fault);
        }
        continue;
      }
      for (RecordVisitor visitor : visitors) {
        visitor.record(record);
      }
    }
  }
}
