package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.page.BranchElement;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.PageHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lays one tree out, from the leaves up, on pages without holes.
///
/// A node takes items until the next would not fit its page, but two at least, as bbolt's own do
/// (`minKeysPerPage`): so a large value shares its overflow pages with a neighbour.
final class TreePlanner {
  private static final int MIN_ITEMS = 2;

  /// Elements are counted in 16 bits, and bbolt takes no more than `0xFFFF - 1` on a page it reads.
  private static final int MAX_ITEMS = 0xFFFE;

  private final NodeTable nodes;
  private final int pageSize;
  private final List<Level> levels = new ArrayList<>();
  private long nextPage;
  private long levelStart;
  private long first;
  private long bytes = PageHeader.SIZE;
  private int items;

  /// @param nextPage the first page id that is free
  /// @param firstElement the tree's first element
  TreePlanner(NodeTable nodes, int pageSize, long nextPage, long firstElement) {
    this.nodes = nodes;
    this.pageSize = pageSize;
    this.nextPage = nextPage;
    this.levelStart = nodes.size();
    this.first = firstElement;
  }

  /// Takes the next element, in key order.
  void add(long element, int keyLength, int valueLength) {
    addItem(element, (long) LeafElement.SIZE + keyLength + valueLength);
  }

  private void addItem(long number, long itemBytes) {
    boolean isFull = items >= MIN_ITEMS && (bytes + itemBytes > pageSize || items == MAX_ITEMS);
    // Places on a page are 32 bits wide.
    if (isFull || (items > 0 && bytes + itemBytes > Integer.MAX_VALUE)) {
      closeNode(number);
    }
    bytes += itemBytes;
    items++;
  }

  private void closeNode(long nextFirst) {
    nodes.add(first, nextPage);
    nextPage += (bytes + pageSize - 1) / pageSize;
    first = nextFirst;
    bytes = PageHeader.SIZE;
    items = 0;
  }

  /// Bytes of the only leaf so far; 0 if there are several.
  long singleLeafBytes() {
    return nodes.size() == levelStart ? bytes : 0;
  }

  /// Ends the leaves and builds the branches above them.
  ///
  /// @param end one behind the last element
  List<Level> finish(long end, KeyLengths keys) {
    Level level = endLevel(Optional.empty(), end);
    while (level.count() > 1) {
      levelStart = nodes.size();
      first = level.from();
      for (long node = level.from(); node < level.to(); node++) {
        addItem(node, (long) BranchElement.SIZE + keys.keyLength(level.firstElement(node)));
      }
      level = endLevel(Optional.of(level), level.to());
    }
    return List.copyOf(levels);
  }

  private Level endLevel(Optional<Level> below, long end) {
    closeNode(end);
    Level level = new Level(nodes, below, levelStart, nodes.size(), end, nextPage);
    levels.add(level);
    return level;
  }

  /// The first page id behind the tree; that of its root is the page before, or its first.
  long nextPage() {
    return nextPage;
  }

  /// How long the keys of elements are.
  @FunctionalInterface
  interface KeyLengths {
    int keyLength(long element);
  }
}
