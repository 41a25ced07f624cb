package dev.snapseal.snapshot.page;

/// A page of a tree, or the freelist, whose header and extent have been checked.
public sealed interface Page permits BranchPage, LeafPage, FreelistPage {

  PageHeader header();

  /// File offset of the page's first byte.
  long offset();

  /// First byte behind the page and its overflow pages.
  long end();
}
