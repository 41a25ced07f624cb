package dev.snapseal.tools.chart;

import java.util.List;
import java.util.Map;

/// A file or a disk cut into cells of one length, and of each the gravest that lies there.
///
/// @param <K> what a byte may be
/// @param lengthBytes of what is mapped
/// @param cellBytes length of every cell but the last, which may be shorter
/// @param unitBytes length of what is counted in `units`: a page, or more where there are too many
/// @param cells from the first byte on
/// @param units how many units have each as their gravest; kinds without any are left out
public record ByteMap<K extends Enum<K>>(
    long lengthBytes, long cellBytes, long unitBytes, List<K> cells, Map<K, Long> units) {
  public ByteMap {
    cells = List.copyOf(cells);
    units = Map.copyOf(units);
  }

  /// First byte of a cell.
  public long start(int cell) {
    return cell * cellBytes;
  }

  /// First byte behind a cell.
  public long end(int cell) {
    return Math.min(start(cell) + cellBytes, lengthBytes);
  }
}
