package dev.snapseal.snapshot.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
}
