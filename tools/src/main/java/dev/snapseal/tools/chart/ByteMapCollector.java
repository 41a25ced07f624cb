package dev.snapseal.tools.chart;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Notes what lies where in a file of any size, in a byte for each unit and at most [#MAX_UNITS] of
/// them. Safe for use by several threads.
///
/// @param <K> what a byte may be, from the least grave to the gravest; at most 127 constants
public final class ByteMapCollector<K extends Enum<K>> {
  /// 64 GiB in pages of 4 KiB; of what is larger, several pages are one unit.
  public static final int MAX_UNITS = 1 << 24;

  private final Class<K> type;
  private final List<K> kinds;
  private final Map<K, Byte> ranks;
  private final long lengthBytes;
  private final long unitBytes;

  /// Rank of the gravest kind in each unit.
  private final byte[] gravest;

  /// Begins with the first kind everywhere.
  ///
  /// @param lengthBytes of what is mapped, at least 1
  /// @param pageBytes what is told apart if there are not too many of them, at least 1
  public ByteMapCollector(Class<K> type, long lengthBytes, long pageBytes) {
    this.type = type;
    this.kinds = List.of(type.getEnumConstants());
    this.ranks = new EnumMap<>(type);
    if (lengthBytes < 1 || pageBytes < 1) {
      throw new IllegalArgumentException(
          "cannot map %d bytes in pages of %d".formatted(lengthBytes, pageBytes));
    }
    if (kinds.size() > Byte.MAX_VALUE) {
      throw new IllegalArgumentException(type + " has more than 127 constants");
    }
    for (K kind : kinds) {
      ranks.put(kind, (byte) ranks.size());
    }
    long pages = Math.ceilDiv(lengthBytes, pageBytes);
    this.lengthBytes = lengthBytes;
    this.unitBytes = pageBytes * Math.ceilDiv(pages, MAX_UNITS);
    this.gravest = new byte[(int) Math.ceilDiv(lengthBytes, unitBytes)];
  }

  /// Notes that something of this kind lies in these bytes; what is behind the end is left out.
  public synchronized void mark(long start, long end, K kind) {
    byte rank = ranks.get(kind);
    long last = Math.min(end, lengthBytes) - 1;
    for (long unit = start / unitBytes; start < end && unit <= last / unitBytes; unit++) {
      gravest[(int) unit] = (byte) Math.max(gravest[(int) unit], rank);
    }
  }

  /// What was noted so far, in at most so many cells.
  public synchronized ByteMap<K> map(int maxCells) {
    int unitsPerCell = Math.ceilDiv(gravest.length, maxCells);
    List<K> cells = new ArrayList<>();
    long[] counts = new long[kinds.size()];
    for (int from = 0; from < gravest.length; from += unitsPerCell) {
      int worst = 0;
      int to = Math.min(from + unitsPerCell, gravest.length);
      for (int unit = from; unit < to; unit++) {
        counts[gravest[unit]]++;
        worst = Math.max(worst, gravest[unit]);
      }
      cells.add(kinds.get(worst));
    }
    return new ByteMap<>(lengthBytes, unitBytes * unitsPerCell, unitBytes, cells, byKind(counts));
  }

  private Map<K, Long> byKind(long[] counts) {
    Map<K, Long> units = new EnumMap<>(type);
    for (int rank = 0; rank < counts.length; rank++) {
      if (counts[rank] > 0) {
        units.put(kinds.get(rank), counts[rank]);
      }
    }
    return units;
  }
}
