package dev.snapseal.tools.report.html;

import dev.snapseal.tools.report.Quantity;
import java.util.ArrayList;
import java.util.List;

/// Where the bars of a timeline stand in a drawing, in shares of its width and height.
///
/// @param marks labels below the bars, from the left edge to the right
/// @param areMarksOfBars whether each bar has its own, below its middle
public record BarChart(List<Bar> bars, List<String> marks, boolean areMarksOfBars) {
  /// Share of a column that its bar takes, in thousandths; the rest is the gap.
  private static final long BAR_WIDTH = 860;

  /// Marks of the axis, without the one at its end.
  private static final int MARKS = 4;

  /// Bars that have room for a mark each.
  private static final int MARKED_BARS = 16;

  /// One column.
  ///
  /// @param title what a person reads who points at it
  public record Bar(String x, String width, String title, List<Piece> pieces) {}

  /// A part of a bar.
  public record Piece(Paint paint, String y, String height) {}

  public static BarChart of(Timeline timeline) {
    List<Bar> bars = new ArrayList<>();
    int columns = timeline.columns().size();
    for (int i = 0; i < columns; i++) {
      Timeline.Column column = timeline.columns().get(i);
      bars.add(
          new Bar(
              Percent.length(i, columns),
              Percent.length(BAR_WIDTH, 1000L * columns),
              title(timeline, column),
              pieces(timeline, column)));
    }
    boolean areMarksOfBars = timeline.end().isEmpty() && columns <= MARKED_BARS;
    return new BarChart(
        List.copyOf(bars),
        areMarksOfBars
            ? timeline.columns().stream().map(Timeline.Column::start).toList()
            : marks(timeline),
        areMarksOfBars);
  }

  private static List<Piece> pieces(Timeline timeline, Timeline.Column column) {
    List<Piece> pieces = new ArrayList<>();
    long below = 0;
    for (int i = 0; i < column.counts().size(); i++) {
      long count = column.counts().get(i);
      below += count;
      if (count > 0) {
        pieces.add(
            new Piece(
                timeline.series().get(i).paint(),
                Percent.length(timeline.highest() - below, timeline.highest()),
                Percent.length(count, timeline.highest())));
      }
    }
    return List.copyOf(pieces);
  }

  private static String title(Timeline timeline, Timeline.Column column) {
    StringBuilder title = new StringBuilder(timeline.axis()).append(' ').append(column.label());
    String separator = ": ";
    for (int i = 0; i < column.counts().size(); i++) {
      if (column.counts().get(i) > 0) {
        title
            .append(separator)
            .append(timeline.series().get(i).label())
            .append(' ')
            .append(Quantity.count(column.counts().get(i)));
        separator = ", ";
      }
    }
    return title.toString();
  }

  private static List<String> marks(Timeline timeline) {
    List<Timeline.Column> columns = timeline.columns();
    int count = Math.min(MARKS, columns.size());
    List<String> marks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      marks.add(columns.get(columns.size() * i / count).start());
    }
    marks.add(timeline.end().isEmpty() ? columns.getLast().start() : timeline.end());
    return List.copyOf(marks);
  }
}
