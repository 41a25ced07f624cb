package dev.snapseal.tools.sweep;

import dev.snapseal.tools.audit.FileCharts;
import dev.snapseal.tools.input.FailedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the search of some targets gave. Belongs to one thread at a time.
final class SweptTotals {
  /// Maps of so many files are kept.
  static final int MOST_CHARTS = 8;

  private final HitCollector hits = new HitCollector();
  private final List<SweepReport.SweptFile> files = new ArrayList<>();
  private final List<FailedInput> failures = new ArrayList<>();
  private final Map<String, Long> regions = new TreeMap<>();
  private final List<Unexamined> gaps = new ArrayList<>();
  private final List<FileCharts> storeCharts = new ArrayList<>();
  private final List<SweepReport.RawChart> rawCharts = new ArrayList<>();
  private long unattributed;
  private boolean isExplained = true;

  HitCollector hits() {
    return hits;
  }

  void add(SweepReport.SweptFile file) {
    files.add(file);
  }

  void add(FailedInput failure) {
    failures.add(failure);
  }

  /// What was skipped, or may hide data.
  void add(Unexamined gap) {
    gaps.add(gap);
  }

  void addRegion(String region, long bytes) {
    regions.merge(region, bytes, Long::sum);
  }

  void add(FileCharts charts) {
    storeCharts.add(charts);
  }

  /// Keeps the first few.
  void add(SweepReport.RawChart chart) {
    if (rawCharts.size() < MOST_CHARTS) {
      rawCharts.add(chart);
    }
  }

  void addUnattributed(long bytes) {
    unattributed += bytes;
  }

  /// Notes that something was read that is not accounted for.
  void leaveUnexplained() {
    isExplained = false;
  }

  /// Adds what the next target gave.
  void addAll(SweptTotals next) {
    hits.addAll(next.hits);
    files.addAll(next.files);
    failures.addAll(next.failures);
    next.regions.forEach(this::addRegion);
    gaps.addAll(next.gaps);
    storeCharts.addAll(next.storeCharts);
    next.rawCharts.forEach(this::add);
    unattributed += next.unattributed;
    isExplained &= next.isExplained;
  }

  SweepReport report(SweepOptions options, double seconds) {
    return new SweepReport(
        List.copyOf(files),
        List.copyOf(failures),
        options.policy(),
        isExplained,
        regions,
        unexamined(),
        hits.counts(),
        hits.parts(),
        hits.hits(),
        hits.encrypted(),
        hits.keysBeside(),
        hits.recognised(),
        options.canaries().outcomes(),
        List.copyOf(storeCharts),
        List.copyOf(rawCharts),
        unattributed,
        seconds);
  }

  private List<Unexamined> unexamined() {
    List<Unexamined> all = new ArrayList<>();
    failures.stream().map(Unexamined::failed).forEach(all::add);
    all.addAll(gaps);
    long refused = hits.recognised().refused();
    if (refused > 0) {
      all.add(Unexamined.limit(refused));
    }
    return all;
  }
}
