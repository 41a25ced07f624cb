package dev.snapseal.tools.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Some of every sort, if there is not room for all.
final class FairShares {
  private FairShares() {}

  /// The first of each sort, in the order of the sorts. Those that need less than their share leave
  /// the rest to the others.
  ///
  /// @param room for how many there is, of all sorts together
  static <T> List<List<T>> of(List<List<T>> sorts, int room) {
    List<List<T>> shares = new ArrayList<>(sorts);
    int left = room;
    int sharing = sorts.size();
    List<Integer> fewestFirst =
        IntStream.range(0, sorts.size())
            .boxed()
            .sorted(Comparator.comparingInt(sort -> sorts.get(sort).size()))
            .toList();
    for (int sort : fewestFirst) {
      List<T> all = sorts.get(sort);
      List<T> share = all.subList(0, Math.min(left / sharing, all.size()));
      shares.set(sort, share);
      left -= share.size();
      sharing--;
    }
    return List.copyOf(shares);
  }
}
