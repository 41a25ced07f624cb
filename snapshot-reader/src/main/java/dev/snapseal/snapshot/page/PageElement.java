package dev.snapseal.snapshot.page;

/// What one element of a page claims of it.
public sealed interface PageElement permits BranchElement, LeafElement {

  /// First byte of the key.
  long keyOffset();

  /// First byte behind the key, and the value if there is one.
  long end();
}
