package dev.snapseal.tools.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ByteMapCollectorTest {
  private enum Kind {
    FREE,
    FINE,
    GRAVE
  }

  private static ByteMapCollector<Kind> pages(long lengthBytes) {
    return new ByteMapCollector<>(Kind.class, lengthBytes, 4096);
  }

  @Test
  void everyPageThatARangeTouchesIsMarked() {
    ByteMapCollector<Kind> pages = pages(5 * 4096);
    pages.mark(4096 + 4095, 3 * 4096 + 1, Kind.FINE);
    assertEquals(
        List.of(Kind.FREE, Kind.FINE, Kind.FINE, Kind.FINE, Kind.FREE), pages.map(100).cells());
  }

  @Test
  void theGravestStays() {
    ByteMapCollector<Kind> pages = pages(4096);
    pages.mark(0, 1, Kind.GRAVE);
    pages.mark(0, 4096, Kind.FINE);
    assertEquals(List.of(Kind.GRAVE), pages.map(100).cells());
  }

  @Test
  void aCellOfManyPagesIsAsGraveAsTheGravestAndThePagesAreCountedOneByOne() {
    ByteMapCollector<Kind> pages = pages(262_144L * 4096);
    pages.mark(5 * 4096, 5 * 4096 + 1, Kind.GRAVE);
    ByteMap<Kind> map = pages.map(2400);
    assertEquals(Kind.GRAVE, map.cells().getFirst());
    assertEquals(Map.of(Kind.GRAVE, 1L, Kind.FREE, 262_143L), map.units());
    assertEquals(110L * 4096, map.cellBytes());
    assertEquals(2384, map.cells().size());
    assertEquals(262_144L * 4096, map.end(map.cells().size() - 1));
  }

  @Test
  void aDiskOfTwoTerabytesHasUnitsOfMorePages() {
    ByteMapCollector<Kind> disk = pages(2_000_000_000_000L);
    disk.mark(1_999_999_999_999L, Long.MAX_VALUE, Kind.FINE);
    ByteMap<Kind> map = disk.map(1000);
    assertEquals(0, map.unitBytes() % 4096);
    assertEquals(Kind.FINE, map.cells().getLast());
    assertEquals(1, map.units().get(Kind.FINE));
    assertEquals(2_000_000_000_000L, map.end(map.cells().size() - 1));
  }

  @Test
  void emptyAndForeignRangesMarkNothing() {
    ByteMapCollector<Kind> pages = pages(4096);
    pages.mark(17, 17, Kind.GRAVE);
    pages.mark(4096, 9000, Kind.GRAVE);
    assertEquals(List.of(Kind.FREE), pages.map(1).cells());
  }

  @Test
  void nothingIsLostBetweenThreads() throws InterruptedException {
    ByteMapCollector<Kind> pages = pages(1000L * 4096);
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                first ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              await(start);
                              for (long page = first; page < 1000; page += 4) {
                                pages.mark(page * 4096, page * 4096 + 1, Kind.FINE);
                              }
                            }))
            .toList();
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(Map.of(Kind.FINE, 1000L), pages.map(10).units());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingCannotBeMapped() {
    assertThrows(IllegalArgumentException.class, () -> pages(0));
  }
}
