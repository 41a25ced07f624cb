package dev.snapseal.tools.caseindex;

/// Compares the histories that two stores hold.
@FunctionalInterface
interface Histories {
  /// Of which nothing is known.
  Histories UNKNOWN = (one, other) -> Comparison.NONE;

  /// Looks the records that one store is marked by up in the other.
  Comparison compare(Evidence one, Evidence other) throws CaseException;

  /// What came of it.
  ///
  /// @param same records that both hold at the same revision
  /// @param different records of one, at revisions that the other holds too, that the other does
  ///   not hold
  record Comparison(int same, int different) {
    static final Comparison NONE = new Comparison(0, 0);

    Comparison plus(Comparison other) {
      return new Comparison(same + other.same, different + other.different);
    }
  }
}
