package dev.snapseal.tools.report.html;

import dev.snapseal.tools.chart.ByteMap;
import dev.snapseal.tools.report.Quantity;
import dev.snapseal.tools.report.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A file or a disk as cells in the order of its bytes, each painted by what it holds.
///
/// @param title what is mapped
/// @param scale what a cell is, such as `a cell is one page of 4,096 bytes`
/// @param kinds the legend: every kind that a cell has, the gravest first
/// @param cells at most a few thousand
/// @param start what is said at its beginning, and `end` at its end
public record CellMap(
    String title, String scale, List<Kind> kinds, List<Cell> cells, String start, String end) {
  private static final int FEW = 420;
  private static final int SOME = 1300;

  public CellMap {
    kinds = List.copyOf(kinds);
    cells = List.copyOf(cells);
  }

  /// One of the kinds.
  ///
  /// @param amount how much of it there is, such as `12 pages`
  public record Kind(String label, Paint paint, String amount) {}

  /// One cell.
  ///
  /// @param title where it is and what it holds
  public record Cell(Paint paint, String title) {
    private static final int MAX_TITLE = 180;

    /// Cuts the title: there are thousands of them.
    public Cell {
      title = SafeText.visible(title, MAX_TITLE);
    }
  }

  /// How a kind looks, before it is known how much of it there is.
  public record Look(String label, Paint paint) {}

  /// A map out of what was gathered.
  ///
  /// @param unit what is counted, such as `page`
  /// @param pageBytes by which places are numbered beside their offsets; 0 if they have no pages
  public static <K extends Enum<K>> CellMap of(
      String title, ByteMap<K> map, String unit, long pageBytes, Function<K, Look> look) {
    List<Kind> kinds = new ArrayList<>();
    map.units().entrySet().stream()
        .sorted(Map.Entry.<K, Long>comparingByKey().reversed())
        .forEach(
            entry -> {
              Look shown = look.apply(entry.getKey());
              kinds.add(
                  new Kind(shown.label(), shown.paint(), Quantity.count(entry.getValue(), unit)));
            });
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < map.cells().size(); i++) {
      Look shown = look.apply(map.cells().get(i));
      cells.add(
          new Cell(
              shown.paint(), place(map.start(i), map.end(i), pageBytes) + ": " + shown.label()));
    }
    return new CellMap(
        title,
        scale(map, unit),
        kinds,
        cells,
        "byte 0",
        "byte " + Quantity.count(map.lengthBytes() - 1));
  }

  private static <K extends Enum<K>> String scale(ByteMap<K> map, String unit) {
    long units = map.cellBytes() / map.unitBytes();
    return units == 1
        ? "A cell is one %s of %s bytes.".formatted(unit, Quantity.count(map.unitBytes()))
        : "A cell is %s of %s bytes each, painted by the gravest of them."
            .formatted(Quantity.count(units, unit), Quantity.count(map.unitBytes()));
  }

  private static String place(long start, long end, long pageBytes) {
    String bytes = "bytes " + Quantity.count(start) + "\u2013" + Quantity.count(end - 1);
    if (pageBytes == 0) {
      return bytes;
    }
    long first = start / pageBytes;
    long last = (end - 1) / pageBytes;
    return first == last
        ? "page " + Quantity.count(first) + ", " + bytes
        : "pages " + Quantity.count(first) + "\u2013" + Quantity.count(last) + ", " + bytes;
  }

  /// Fewer cells are larger.
  public String sizeClass() {
    if (cells.size() <= FEW) {
      return "large";
    }
    return cells.size() <= SOME ? "medium" : "small";
  }
}
