package dev.snapseal.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PageHolesTest {
  @Test
  void whatElementsClaimSideBySideLeavesNone() {
    assertEquals(List.of(), PageHoles.between(10, List.of(range(20, 30), range(10, 20))));
  }

  @Test
  void everyHoleIsARangeOfItsOwn() {
    assertEquals(
        List.of(range(10, 12), range(15, 20)),
        PageHoles.between(10, List.of(range(20, 30), range(12, 15))));
  }

  /// The sum of what is claimed does not tell: these claim as many bytes as there are.
  @Test
  void elementsThatOverlapHideNoHole() {
    assertEquals(
        List.of(range(20, 30)),
        PageHoles.between(10, List.of(range(10, 20), range(10, 20), range(30, 40))));
  }

  @Test
  void manyHolesAreOneRange() {
    List<ByteRange> claimed =
        LongStream.range(0, 100).mapToObj(i -> range(2 * i + 1, 2 * i + 2)).toList();
    assertEquals(List.of(range(0, 199)), PageHoles.between(0, claimed));
  }

  private static ByteRange range(long start, long end) {
    return new ByteRange(start, end);
  }
}
