package dev.snapseal.tools.chart;

import java.util.List;

/// Values counted along the revisions, in columns that hold about as many values each.
///
/// Not in columns of as many revisions each: most of what a store holds is of its last minutes, and
/// some of its first day.
///
/// @param <S> what is counted apart
/// @param columns in the order of revisions, none that is empty
/// @param beyond values of revisions that the store has not reached, counted nowhere else
public record RevisionCounts<S>(List<S> series, List<Column> columns, long beyond) {
  /// A run of revisions.
  ///
  /// @param firstRevision lowest revision counted in it
  /// @param lastRevision highest revision counted in it
  /// @param counts one for each of the series, in their order
  public record Column(long firstRevision, long lastRevision, List<Long> counts) {
    public Column {
      counts = List.copyOf(counts);
    }

    /// Whether any of one of the series is counted in it.
    public boolean has(int place) {
      return counts.get(place) > 0;
    }
  }

  public RevisionCounts {
    series = List.copyOf(series);
    columns = List.copyOf(columns);
  }
}
