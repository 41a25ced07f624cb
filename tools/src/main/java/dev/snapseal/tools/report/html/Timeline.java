package dev.snapseal.tools.report.html;

import dev.snapseal.tools.report.SafeText;
import java.util.List;

/// Counts along the revisions, or along whatever runs from left to right, as stacked bars.
///
/// @param title what is counted
/// @param axis what the columns are, such as `revision`
/// @param series from the bottom to the top of each bar
/// @param columns from left to right, at most a hundred or so
/// @param end where the last column ends, for the axis; empty if columns are single things, which
///   have labels of their own
/// @param highest what a bar of full height counts, so that two timelines can share a scale
public record Timeline(
    String title,
    String note,
    String axis,
    List<Series> series,
    List<Column> columns,
    String end,
    long highest) {
  public Timeline {
    series = List.copyOf(series);
    columns = List.copyOf(columns);
    if (highest < 1) {
      throw new IllegalArgumentException("highest is " + highest + ", not at least 1");
    }
    for (Column column : columns) {
      if (column.counts().size() != series.size()) {
        throw new IllegalArgumentException(
            "%d counts for %d series".formatted(column.counts().size(), series.size()));
      }
    }
  }

  /// What is counted apart.
  public record Series(String label, Paint paint) {
    private static final int MAX_LABEL = 80;

    /// Cuts the label: every bar repeats it.
    public Series {
      label = SafeText.visible(label, MAX_LABEL);
    }
  }

  /// One bar.
  ///
  /// @param label such as `120` or `120–133`
  /// @param start where it begins, for the axis: `120`
  /// @param counts one for each of the series
  public record Column(String label, String start, List<Long> counts) {
    private static final int MAX_LABEL = 80;

    public Column {
      label = SafeText.visible(label, MAX_LABEL);
      counts = List.copyOf(counts);
    }

    public long total() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  /// How much of one of the series there is.
  public long total(int place) {
    return columns.stream().mapToLong(column -> column.counts().get(place)).sum();
  }
}
