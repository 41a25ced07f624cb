package dev.snapseal.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FairSharesTest {
  @Test
  void whatFitsIsLeftWhole() {
    List<List<Integer>> sorts = List.of(List.of(1, 2), List.of(), List.of(3));
    assertEquals(sorts, FairShares.of(sorts, 3));
  }

  @Test
  void whoNeedsLittleLeavesTheRestToOthersAndTheOrderStays() {
    assertEquals(
        List.of(List.of(1, 2, 3), List.of(9), List.of(4, 5, 6)),
        FairShares.of(List.of(List.of(1, 2, 3, 0), List.of(9), List.of(4, 5, 6, 7, 8)), 7));
  }

  @Test
  void withoutRoomNothingIsLeft() {
    assertEquals(List.of(List.of()), FairShares.of(List.of(List.of(1)), 0));
    assertEquals(List.of(), FairShares.of(List.of(), 0));
  }
}
