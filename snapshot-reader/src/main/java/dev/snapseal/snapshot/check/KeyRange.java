package dev.snapseal.snapshot.check;

import java.util.Optional;

/// The keys that a page may hold, by the branch pages above it.
///
/// @param parent branch page that has the low key, 0 where there is none
/// @param low the key its parent has for it, which is to be its first; absent at a tree's root
/// @param high the first key of what follows, which its own all lie below; absent at the tree's end
record KeyRange(long parent, Optional<KeyPlace> low, Optional<KeyPlace> high) {
  static final KeyRange ALL = new KeyRange(0, Optional.empty(), Optional.empty());

  /// Where a key lies.
  ///
  /// @param offset bytes from the start of the file
  record KeyPlace(long offset, int length) {}
}
