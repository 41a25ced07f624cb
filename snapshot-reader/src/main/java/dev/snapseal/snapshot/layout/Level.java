package dev.snapseal.snapshot.layout;

import java.util.Optional;

/// All leaves of one tree, or all branch nodes of one height: a run of nodes and of pages.
///
/// @param below the level that the nodes of a branch level lead to; empty for leaves
/// @param from first node
/// @param to one behind the last node
/// @param end one behind the last element of the last leaf, or the last node below
/// @param endPage one behind the last page
record Level(NodeTable nodes, Optional<Level> below, long from, long to, long end, long endPage) {
  long count() {
    return to - from;
  }

  /// First element of a leaf, or first node below a branch node.
  long first(long node) {
    return nodes.first(node);
  }

  /// One behind the last.
  long end(long node) {
    return node + 1 < to ? nodes.first(node + 1) : end;
  }

  long pageId(long node) {
    return nodes.pageId(node);
  }

  /// Pages of a node.
  long span(long node) {
    return (node + 1 < to ? nodes.pageId(node + 1) : endPage) - nodes.pageId(node);
  }

  /// First element of the leaf that is leftmost below a node: the node's first key.
  long firstElement(long node) {
    return below.isPresent() ? below.get().firstElement(first(node)) : first(node);
  }
}
