package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.snapshot.page.PageType;
import dev.snapseal.tools.audit.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Gathers what was found in all files, in their order; of each detector it keeps ten thousand hits
/// and counts all. Belongs to one thread at a time.
final class HitCollector {
  static final int KEPT_PER_DETECTOR = 10_000;

  private final Map<Detector, List<Hit>> kept = new EnumMap<>(Detector.class);
  private final Map<Detector, Map<Scope, Long>> counts = new EnumMap<>(Detector.class);
  private final Map<EncryptionPrefix, Long> encrypted = new HashMap<>();
  private final Map<PageType, Long> pages = new EnumMap<>(PageType.class);
  private long records;
  private long requests;
  private long plainValues;
  private long refused;

  void add(Hit hit) {
    counts
        .computeIfAbsent(hit.detector(), d -> new EnumMap<>(Scope.class))
        .merge(hit.scope(), 1L, Long::sum);
    List<Hit> same = kept.computeIfAbsent(hit.detector(), d -> new ArrayList<>());
    if (same.size() < KEPT_PER_DETECTOR) {
      same.add(hit);
    }
  }

  /// Counts hits that an earlier stage has left out.
  void addUnkept(Detector detector, Scope scope, long more) {
    counts.computeIfAbsent(detector, d -> new EnumMap<>(Scope.class)).merge(scope, more, Long::sum);
  }

  /// Counts the hits that a window did not keep.
  void addUnkept(WindowResult window) {
    window.unkept.forEach(
        (detector, byScope) -> byScope.forEach((scope, more) -> addUnkept(detector, scope, more)));
  }

  /// Counts places that were too many to look at closer.
  void addRefused(long places) {
    refused += places;
  }

  /// Adds what a window counted; its hits are added one by one.
  void count(WindowResult window) {
    addUnkept(window);
    window.encrypted.forEach(this::addEncrypted);
    window.pages.forEach((type, count) -> pages.merge(type, count, Long::sum));
    records += window.records;
    requests += window.requests;
    plainValues += window.plainValues;
    addRefused(window.refused);
  }

  /// Adds what the next files gave.
  void addAll(HitCollector next) {
    Map<Detector, Map<Scope, Long>> unkept = new EnumMap<>(Detector.class);
    next.counts.forEach((detector, byScope) -> unkept.put(detector, new EnumMap<>(byScope)));
    for (Hit hit : next.hits()) {
      add(hit);
      unkept.get(hit.detector()).merge(hit.scope(), -1L, Long::sum);
    }
    unkept.forEach(
        (detector, byScope) ->
            byScope.forEach(
                (scope, more) -> {
                  if (more > 0) {
                    addUnkept(detector, scope, more);
                  }
                }));
    next.encrypted.forEach(this::addEncrypted);
    next.pages.forEach((type, count) -> pages.merge(type, count, Long::sum));
    records += next.records;
    requests += next.requests;
    plainValues += next.plainValues;
    addRefused(next.refused);
  }

  void addEncrypted(EncryptionPrefix prefix, long count) {
    encrypted.merge(WindowResult.bounded(encrypted, prefix), count, Long::sum);
  }

  List<Hit> hits() {
    return kept.values().stream().flatMap(List::stream).toList();
  }

  Map<Detector, Map<Scope, Long>> counts() {
    return counts;
  }

  /// Sorted by their text.
  Map<String, Long> encrypted() {
    Map<String, Long> sorted = new TreeMap<>();
    encrypted.forEach((prefix, count) -> sorted.put(prefix.text(), count));
    return sorted;
  }

  SweepReport.Recognised recognised() {
    return new SweepReport.Recognised(Map.copyOf(pages), records, requests, plainValues, refused);
  }
}
