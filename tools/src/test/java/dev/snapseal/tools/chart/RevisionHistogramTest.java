package dev.snapseal.tools.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.chart.RevisionCounts.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RevisionHistogramTest {
  private static RevisionHistogram<String> upTo(long lastRevision) {
    return new RevisionHistogram<>(lastRevision, name -> "others");
  }

  private static long total(RevisionCounts<String> counts, String series) {
    int place = counts.series().indexOf(series);
    return counts.columns().stream().mapToLong(column -> column.counts().get(place)).sum();
  }

  @Test
  void fewRevisionsHaveAColumnEach() {
    RevisionHistogram<String> histogram = upTo(10);
    histogram.add(7, "plain");
    histogram.add(2, "sealed");
    histogram.add(2, "plain");
    RevisionCounts<String> counts = histogram.counts(10);
    assertEquals(List.of("plain", "sealed"), counts.series());
    assertEquals(
        List.of(new Column(2, 2, List.of(1L, 1L)), new Column(7, 7, List.of(1L, 0L))),
        counts.columns());
  }

  @Test
  void aBusyEndGetsTheColumnsThatItsValuesAreWorth() {
    RevisionHistogram<String> histogram = upTo(5_000_000);
    for (int i = 1; i <= 100; i++) {
      histogram.add(i, "old");
    }
    for (int i = 1; i <= 10_000; i++) {
      histogram.add(4_990_000 + i, "new");
    }
    RevisionCounts<String> counts = histogram.counts(50);
    assertTrue(counts.columns().size() > 40, counts.columns().size() + " columns");
    assertEquals(100, total(counts, "old"));
    assertEquals(10_000, total(counts, "new"));
    assertEquals(1, counts.columns().getFirst().firstRevision());
    assertEquals(5_000_000, counts.columns().getLast().lastRevision());
  }

  @Test
  void aMillionRevisionsTakeNoMoreBinsThanAllowedAndNoneIsLost() {
    RevisionHistogram<String> histogram = upTo(Long.MAX_VALUE);
    for (int i = 0; i < 1_000_000; i++) {
      histogram.add(i * 1_000_003L, "all");
    }
    RevisionCounts<String> counts = histogram.counts(96);
    assertEquals(1_000_000, total(counts, "all"));
    assertTrue(counts.columns().size() <= 96, counts.columns().size() + " columns");
    long before = -1;
    for (Column column : counts.columns()) {
      assertTrue(column.firstRevision() > before, column.toString());
      before = column.lastRevision();
    }
  }

  @Test
  void whatClaimsALaterRevisionIsCountedApart() {
    RevisionHistogram<String> histogram = upTo(10);
    histogram.add(11, "made up");
    histogram.add(Long.MAX_VALUE, "made up");
    histogram.add(-1, "made up");
    histogram.add(10, "real");
    RevisionCounts<String> counts = histogram.counts(5);
    assertEquals(3, counts.beyond());
    assertEquals(List.of("real"), counts.series());
  }

  @Test
  void tooManyNamesAreCountedTogether() {
    RevisionHistogram<String> histogram = upTo(10);
    for (int i = 0; i < 1000; i++) {
      histogram.add(1, "key " + i);
    }
    RevisionCounts<String> counts = histogram.counts(5);
    assertEquals(RevisionHistogram.MAX_SERIES + 1, counts.series().size());
    assertEquals(1000 - RevisionHistogram.MAX_SERIES, total(counts, "others"));
  }

  @Test
  void withoutValuesThereAreNoColumns() {
    assertEquals(List.of(), upTo(10).counts(5).columns());
  }
}
