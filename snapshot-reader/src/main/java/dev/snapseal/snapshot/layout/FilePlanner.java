package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.PageHeader;
import java.util.ArrayList;
import java.util.List;

/// Lays out the buckets of a new file, one behind the other on pages without holes, and the root
/// above them. Where their elements come from is the caller's business.
final class FilePlanner implements AutoCloseable {
  /// Page 0 and 1 are the meta pages.
  private static final long FIRST_PAGE = 2;

  /// bbolt keeps a bucket inside its parent up to a quarter of a page (`maxInlineBucketSize`).
  private static final int INLINE_DIVISOR = 4;

  private final SnapshotBytes source;
  private final FileHead head;
  private final ElementTable elements;
  private final NodeTable nodes = new NodeTable();
  private final List<Level> levels = new ArrayList<>();
  private long nextPage = FIRST_PAGE;
  private long keyFirst;
  private long keyEnd;
  private long dropped;

  FilePlanner(SnapshotBytes source, FileHead head) {
    this.source = source;
    this.head = head;
    this.elements = new ElementTable(source);
  }

  /// Begins a bucket; the one before must have ended.
  BucketTree begin() {
    return new BucketTree();
  }

  /// Notes a record that is left out.
  void drop() {
    dropped++;
  }

  /// Ends the file.
  ///
  /// @param buckets what [BucketTree#end] gave for those at the top, in the order of their names
  /// @return the plan, to which the tables of this planner belong from now on
  SnapshotPlan finish(List<NewElement> buckets) {
    BucketTree root = begin();
    buckets.forEach(root::add);
    long rootPageId = root.finish();
    return new SnapshotPlan(
        source,
        head,
        elements,
        nodes,
        List.copyOf(levels),
        rootPageId,
        nextPage,
        keyFirst,
        keyEnd,
        dropped);
  }

  /// Frees the tables, if nothing came of them.
  @Override
  public void close() {
    elements.close();
    nodes.close();
  }

  /// The elements of one bucket, added in key order.
  final class BucketTree {
    private final long first = elements.size();
    private final TreePlanner tree =
        new TreePlanner(nodes, head.pageSize(), nextPage, elements.size());
    private boolean holdsBuckets;

    /// An element that is made, such as a bucket.
    void add(NewElement element) {
      holdsBuckets |= element instanceof NewElement.NewBucket;
      tree.add(elements.size(), element.key().length, element.valueLength());
      elements.addMade(element);
    }

    /// An element of the source that stays as it is.
    void copy(LeafElement element) {
      tree.add(elements.size(), element.keyLength(), element.valueLength());
      elements.addCopied(element.offset(), element.valueLength());
    }

    /// A record of the source with another value.
    void rewrite(LeafElement element, int valueLength, int newValueLength) {
      tree.add(elements.size(), element.keyLength(), valueLength);
      elements.addRewritten(element.offset(), valueLength, newValueLength);
    }

    /// Key and value that lie side by side in the source, whether an element names them or not.
    void place(long keyOffset, int keyLength, int valueLength) {
      tree.add(elements.size(), keyLength, valueLength);
      elements.addPlaced(keyOffset, keyLength, valueLength);
    }

    /// Says that the elements so far are the records of bucket `key`.
    void areRecords() {
      keyFirst = first;
      keyEnd = elements.size();
    }

    /// Ends the bucket; a small one without buckets in it goes into its parent.
    NewElement end(byte[] name, long sequence) {
      long leafBytes = tree.singleLeafBytes();
      if (!holdsBuckets
          && leafBytes >= PageHeader.SIZE
          && leafBytes <= head.pageSize() / INLINE_DIVISOR) {
        return NewElement.NewBucket.inline(name, sequence, first, elements.size(), (int) leafBytes);
      }
      return NewElement.NewBucket.paged(name, sequence, finish());
    }

    /// Ends a tree that has pages of its own.
    ///
    /// @return page of its root
    private long finish() {
      List<Level> added = tree.finish(elements.size(), elements::keyLength);
      levels.addAll(added);
      nextPage = tree.nextPage();
      Level root = added.getLast();
      return root.pageId(root.from());
    }
  }
}
