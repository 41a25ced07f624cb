package dev.snapseal.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Bytes between the elements of a page that none of them claims.
final class PageHoles {
  /// What a page may add to a list over all pages of a file.
  private static final int MAX_HOLES = 4;

  private PageHoles() {}

  /// The holes in file order; of a page with many of them one range, from the first to the last.
  ///
  /// @param dataStart first byte that elements may claim
  /// @param claimed by the elements, in any order; they may overlap
  static List<ByteRange> between(long dataStart, List<ByteRange> claimed) {
    List<ByteRange> sorted = new ArrayList<>(claimed);
    sorted.sort(Comparator.comparingLong(ByteRange::start));
    List<ByteRange> holes = new ArrayList<>();
    long behind = dataStart;
    for (ByteRange range : sorted) {
      if (range.start() > behind) {
        holes.add(new ByteRange(behind, /* end= */ range.start()));
      }
      behind = Math.max(behind, range.end());
    }
    return holes.size() <= MAX_HOLES
        ? holes
        : List.of(new ByteRange(holes.getFirst().start(), holes.getLast().end()));
  }
}
