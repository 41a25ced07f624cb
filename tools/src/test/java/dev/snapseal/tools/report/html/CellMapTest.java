package dev.snapseal.tools.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.chart.ByteMapCollector;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CellMapTest {
  private enum Found {
    NOTHING,
    TEXT,
    HIT
  }

  private static CellMap.Look look(Found found) {
    return switch (found) {
      case NOTHING -> new CellMap.Look("nothing recognised", Paint.FREE);
      case TEXT -> new CellMap.Look("text", Paint.TEXT);
      case HIT -> new CellMap.Look("a Secret", Paint.READABLE);
    };
  }

  @Test
  void aDiskHasCellsThatSayWhichBytesTheyAre() {
    ByteMapCollector<Found> disk = new ByteMapCollector<>(Found.class, 2_000_000_000_000L, 4096);
    disk.mark(1_500_000_000_000L, 1_500_000_000_300L, Found.HIT);
    CellMap map = CellMap.of("/dev/sdb", disk.map(2400), "block", 0, CellMapTest::look);
    assertTrue(map.cells().size() <= 2400, map.cells().size() + " cells");
    List<CellMap.Cell> hits =
        map.cells().stream().filter(cell -> cell.paint() == Paint.READABLE).toList();
    assertEquals(1, hits.size());
    assertTrue(hits.getFirst().title().startsWith("bytes 1,"), hits.getFirst().title());
    assertTrue(hits.getFirst().title().endsWith(": a Secret"), hits.getFirst().title());
    assertEquals(new CellMap.Kind("a Secret", Paint.READABLE, "1 block"), map.kinds().getFirst());
    assertEquals("byte 1,999,999,999,999", map.end());
  }

  @Test
  void aCellOfOnePageNamesIt() {
    ByteMapCollector<Found> file = new ByteMapCollector<>(Found.class, 3 * 4096, 4096);
    file.mark(4096, 4097, Found.TEXT);
    CellMap map = CellMap.of("db", file.map(2400), "page", 4096, CellMapTest::look);
    assertEquals("page 1, bytes 4,096\u20138,191: text", map.cells().get(1).title());
    assertEquals("A cell is one page of 4,096 bytes.", map.scale());
    assertEquals(
        List.of("1 page", "2 pages"), map.kinds().stream().map(CellMap.Kind::amount).toList());
  }
}
