package dev.snapseal.tools.caseindex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.input.InputKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimelinesTest {
  private static Evidence store(int number, long lastRevision, long entries) {
    return new Evidence(
        number,
        Evidence.Source.STORE,
        new InputFacts(
            "db", InputKind.SNAPSHOT, 1, Integer.toString(number), FileDigest.Trailer.ABSENT),
        Optional.of("cluster"),
        1,
        lastRevision,
        OptionalLong.of(lastRevision - 3),
        OptionalLong.of(entries),
        1,
        new EvidenceKeys(EvidenceKeys.Use.GIVEN, List.of(), 0, List.of()),
        new Evidence.Gaps(0, 0, 0, 0, 0, 0, Map.of()),
        List.of(),
        number);
  }

  private static Map<Integer, Integer> numbers(Evidence... stores) throws CaseException {
    return new Timelines(List.of(stores), Map.of(), Histories.UNKNOWN).numbers();
  }

  @Test
  void aRestoredMemberCountsRaftEntriesAnew() throws CaseException {
    assertEquals(Map.of(1, 0, 2, 1), numbers(store(1, 100, 130), store(2, 200, 115)));
    assertEquals(Map.of(1, 0, 2, 1), numbers(store(1, 100, 130), store(2, 500, 515)));
  }

  @Test
  void entriesThatAreNoRevisionsOnlyBecomeMore() throws CaseException {
    assertEquals(Map.of(1, 0, 2, 0), numbers(store(1, 100, 130), store(2, 200, 231)));
    assertEquals(Map.of(1, 0, 2, 0), numbers(store(1, 100, 130), store(2, 200, 230)));
  }

  @Test
  void entriesThatSomebodyMadeUpSayNothing() throws CaseException {
    assertEquals(Map.of(1, 0, 2, 0), numbers(store(1, 100, 1), store(2, 200, 1)));
  }
}
