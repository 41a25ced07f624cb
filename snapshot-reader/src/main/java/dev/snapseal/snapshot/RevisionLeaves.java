package dev.snapseal.snapshot;

import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.page.LeafPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The leaf pages of bucket `key` that a survey came by, to be read again without the tree above
/// them: four bytes a page.
///
/// Of a damaged file these are all the leaves that can be reached.
public final class RevisionLeaves implements BucketVisitor {
  private final Snapshot snapshot;
  private int[] pageIds = new int[1 << 10];
  private int count;

  /// The same in ascending order, once somebody asks where something is.
  private Optional<int[]> sorted = Optional.empty();

  /// The only one of an inline bucket.
  private Optional<LeafPage> inline = Optional.empty();

  private boolean isKey;

  public RevisionLeaves(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  @Override
  public void bucket(Bucket bucket) {
    isKey = bucket.is(EtcdBucket.KEY);
  }

  @Override
  public void leaf(LeafPage leaf) {
    if (!isKey) {
      return;
    }
    if (leaf.offset() != snapshot.pages().offsetOf(leaf.pageId())) {
      inline = Optional.of(leaf);
      return;
    }
    if (count == pageIds.length) {
      pageIds = Arrays.copyOf(pageIds, count * 2);
    }
    pageIds[count++] = Math.toIntExact(leaf.pageId());
  }

  /// The revisions in `wanted` parts, or as many as there are pages, in order.
  ///
  /// Different threads may read different parts; call once the survey is done.
  public List<Snapshot.RevisionPart> parts(int wanted) {
    List<Snapshot.RevisionPart> parts = new ArrayList<>();
    inline.ifPresent(leaf -> parts.add(visitor -> snapshot.records(leaf, visitor)));
    int number = Math.min(wanted, count);
    for (int i = 0; i < number; i++) {
      int from = (int) ((long) count * i / number);
      int to = (int) ((long) count * (i + 1) / number);
      parts.add(visitor -> read(from, to, visitor));
    }
    return parts;
  }

  /// A leaf by its place in the file.
  ///
  /// @param range from its header to the end of its last overflow page
  /// @param revisions on it
  public record Leaf(ByteRange range, Snapshot.RevisionPart revisions) {}

  /// The leaf that holds a byte of the file, if one does; call once the survey is done, by one
  /// thread.
  public Optional<Leaf> at(long offset) throws IOException {
    Optional<LeafPage> found = inline.filter(leaf -> holds(leaf, offset));
    if (found.isEmpty()) {
      found = paged(offset).filter(leaf -> holds(leaf, offset));
    }
    return found.map(
        leaf ->
            new Leaf(
                new ByteRange(leaf.offset(), leaf.end()),
                visitor -> snapshot.records(leaf, visitor)));
  }

  private static boolean holds(LeafPage leaf, long offset) {
    return offset >= leaf.offset() && offset < leaf.end();
  }

  /// The last one that begins at a byte of the file or before it.
  private Optional<LeafPage> paged(long offset) throws IOException {
    int[] ids = sortedIds();
    int wanted = (int) Math.min(Integer.MAX_VALUE, offset / snapshot.meta().pageSize());
    int place = Arrays.binarySearch(ids, wanted);
    int last = place < 0 ? -place - 2 : place;
    return last >= 0 && snapshot.pages().treePage(ids[last]) instanceof LeafPage leaf
        ? Optional.of(leaf)
        : Optional.empty();
  }

  private int[] sortedIds() {
    if (sorted.isEmpty()) {
      int[] ids = Arrays.copyOf(pageIds, count);
      Arrays.sort(ids);
      sorted = Optional.of(ids);
    }
    return sorted.get();
  }

  private void read(int from, int to, RecordVisitor visitor) throws IOException {
    for (int i = from; i < to; i++) {
      if (snapshot.pages().treePage(pageIds[i]) instanceof LeafPage leaf) {
        snapshot.records(leaf, visitor);
      }
    }
  }
}
