package dev.snapseal.testdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Pages below the high-water mark that no tree uses, with what an earlier time left on them.
final class FreeArea {
  private final List<Consumer<PageSpace>> images = new ArrayList<>();

  /// Zeroed pages.
  void zeroes(int count) {
    images.add(space -> space.allocate(count));
  }

  /// The leaves of an old tree: each carries the id of the page it stands on.
  void oldTree(BucketBuilder bucket) {
    images.add(space -> new TreeLayout(space).place("", bucket));
  }

  /// Any bytes, from the start of a page.
  void bytes(byte[] image) {
    images.add(space -> space.write(space.allocate(space.pagesFor(image.length)), image));
  }

  void placeIn(PageSpace space) {
    images.forEach(image -> image.accept(space));
  }

  /// The ids in `[from, to)`.
  static List<Long> idsBetween(long from, long to) {
    List<Long> ids = new ArrayList<>();
    for (long id = from; id < to; id++) {
      ids.add(id);
    }
    return ids;
  }

  /// Bucket pages of an older tree, under names that cannot clash with those of the current one.
  static Map<String, BucketPages> named(String prefix, Map<String, BucketPages> pagesByPath) {
    Map<String, BucketPages> renamed = new TreeMap<>();
    pagesByPath.forEach((path, pages) -> renamed.put(prefix + path, pages));
    return renamed;
  }
}
