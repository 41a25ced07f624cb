package dev.snapseal.tools.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Counts values along the revisions in a bounded number of bins, however many revisions there are.
/// Safe for use by several threads.
///
/// @param <S> what is counted apart
public final class RevisionHistogram<S> {
  /// Bins grow to double width when there would be more.
  static final int MAX_BINS = 1 << 14;

  /// So that made-up names do not fill the heap; further ones are folded.
  static final int MAX_SERIES = 48;

  private final long lastRevision;
  private final UnaryOperator<S> fold;
  private final Map<S, Integer> series = new HashMap<>();
  private final List<S> names = new ArrayList<>();
  private Map<Long, Bin> bins = new HashMap<>();
  private int shift;
  private long beyond;

  private static final class Bin {
    private long first = Long.MAX_VALUE;
    private long last;
    private long total;
    private long[] counts = new long[0];

    void add(int index, long revision) {
      grow(index + 1);
      counts[index]++;
      total++;
      first = Math.min(first, revision);
      last = Math.max(last, revision);
    }

    Bin plus(Bin more) {
      grow(more.counts.length);
      for (int i = 0; i < more.counts.length; i++) {
        counts[i] += more.counts[i];
      }
      total += more.total;
      first = Math.min(first, more.first);
      last = Math.max(last, more.last);
      return this;
    }

    private void grow(int length) {
      if (counts.length < length) {
        counts = Arrays.copyOf(counts, length);
      }
    }

    RevisionCounts.Column column(int length) {
      grow(length);
      return new RevisionCounts.Column(
          first, last, Arrays.stream(counts, 0, length).boxed().toList());
    }
  }

  /// @param lastRevision the store's: what claims a later one is made up, and would leave the
  ///   others a sliver of the picture
  /// @param fold what is counted in place of a series once there are too many; of few values
  public RevisionHistogram(long lastRevision, UnaryOperator<S> fold) {
    this.lastRevision = lastRevision;
    this.fold = fold;
  }

  /// Counts one value.
  public synchronized void add(long revision, S of) {
    if (revision > lastRevision || revision < 0) {
      beyond++;
      return;
    }
    bins.computeIfAbsent(revision >>> shift, _ -> new Bin()).add(index(of), revision);
    while (bins.size() > MAX_BINS) {
      widen();
    }
  }

  private int index(S of) {
    S counted = series.size() < MAX_SERIES || series.containsKey(of) ? of : fold.apply(of);
    Integer known = series.get(counted);
    if (known != null) {
      return known;
    }
    series.put(counted, names.size());
    names.add(counted);
    return names.size() - 1;
  }

  private void widen() {
    shift++;
    Map<Long, Bin> wider = new HashMap<>();
    bins.forEach((place, bin) -> wider.merge(place >>> 1, bin, Bin::plus));
    bins = wider;
  }

  /// What was counted so far, in at most so many columns.
  public synchronized RevisionCounts<S> counts(int maxColumns) {
    long total = bins.values().stream().mapToLong(bin -> bin.total).sum();
    long share = Math.max(1, Math.ceilDiv(total, maxColumns));
    List<RevisionCounts.Column> columns = new ArrayList<>();
    Bin column = new Bin();
    for (Bin bin : new TreeMap<>(bins).values()) {
      column.plus(bin);
      if (column.total >= share) {
        columns.add(column.column(names.size()));
        column = new Bin();
      }
    }
    if (column.total > 0) {
      columns.add(column.column(names.size()));
    }
    return new RevisionCounts<>(names, columns, beyond);
  }
}
