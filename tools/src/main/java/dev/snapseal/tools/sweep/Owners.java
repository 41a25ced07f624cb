package dev.snapseal.tools.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The records and requests that were found in a window, to say what a place belongs to.
final class Owners {
  private final List<Owner> all = new ArrayList<>();

  /// In any order until [#sort], then by their beginnings.
  List<Owner> all() {
    return all;
  }

  void clear() {
    all.clear();
  }

  /// Once all are there.
  void sort() {
    all.sort(Comparator.comparingLong(Owner::start));
  }

  /// The innermost that holds a place; only after [#sort].
  Optional<Owner> at(long offset) {
    int low = 0;
    int high = all.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).start() <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high >= 0 && all.get(high).holds(offset) ? Optional.of(all.get(high)) : Optional.empty();
  }
}
