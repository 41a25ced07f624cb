package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.page.LeafElement;
import java.io.IOException;

/// Checks the elements of one bucket against what etcd keeps there; takes them in key order.
interface RowCheck {
  /// A bucket of which nothing is known.
  RowCheck NONE = (pageId, element) -> {};

  /// Takes the next element.
  ///
  /// @param pageId page that holds it
  void row(long pageId, LeafElement element) throws IOException;
}
