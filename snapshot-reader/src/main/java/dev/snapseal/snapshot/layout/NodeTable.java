package dev.snapseal.snapshot.layout;

/// The nodes of a new file's trees, leaves and branches, in the order of their pages: of each its
/// first page and what it begins with, an element or a node of the level below. Sixteen bytes a
/// node, outside the heap.
final class NodeTable implements AutoCloseable {
  private final LongTable firsts = new LongTable();
  private final LongTable pageIds = new LongTable();

  void add(long first, long pageId) {
    firsts.add(first);
    pageIds.add(pageId);
  }

  long size() {
    return firsts.size();
  }

  /// Element of a leaf, or node below a branch.
  long first(long node) {
    return firsts.get(node);
  }

  long pageId(long node) {
    return pageIds.get(node);
  }

  /// The last node from `from` on, and before `to`, that begins at or before a page.
  long nodeAt(long from, long to, long pageId) {
    return pageIds.floor(from, to, pageId);
  }

  @Override
  public void close() {
    firsts.close();
    pageIds.close();
  }
}
