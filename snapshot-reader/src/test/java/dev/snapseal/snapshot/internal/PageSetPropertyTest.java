package dev.snapseal.snapshot.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PageSetPropertyTest {
  static final int HIGH_WATER_MARK = 200;

  @Property
  void itIsASet(@ForAll List<@IntRange(max = HIGH_WATER_MARK - 1) Integer> pages) {
    PageSet set = new PageSet(HIGH_WATER_MARK);
    Set<Integer> model = new HashSet<>();
    for (int page : pages) {
      assertEquals(model.add(page), set.add(page));
    }
    assertEquals(model.size(), set.size());
    for (int page = 0; page < HIGH_WATER_MARK + 100; page++) {
      assertEquals(model.contains(page), set.contains(page));
    }
  }

  @Property
  void aRunOfPagesIsAddedWholeOrNotAtAll(
      @ForAll List<@IntRange(max = HIGH_WATER_MARK - 1) Integer> pages,
      @ForAll @IntRange(max = HIGH_WATER_MARK - 1) int from,
      @ForAll @IntRange(min = 1, max = HIGH_WATER_MARK) int span) {
    PageSet set = new PageSet(HIGH_WATER_MARK);
    Set<Integer> model = new HashSet<>(pages);
    model.forEach(page -> set.add(page));
    int count = Math.min(span, HIGH_WATER_MARK - from);
    List<Integer> run = IntStream.range(from, from + count).boxed().toList();
    int taken = run.stream().filter(model::contains).findFirst().orElse(-1);
    assertEquals(taken, set.addAll(from, count));
    if (taken < 0) {
      model.addAll(run);
    }
    for (int page = 0; page < HIGH_WATER_MARK; page++) {
      assertEquals(model.contains(page), set.contains(page), "page " + page);
    }
  }
}
