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
  private final Map<Detector, Long> parts = new EnumMap<>(Detector.class);
  private final Map<EncryptionPrefix, Long> encrypted = new HashMap<>();
  private final KeysBeside keysBeside = new KeysBeside();
  private final Map<PageType, Long> pages = new EnumMap<>(PageType.class);
  private long records;
  private long requests;
  private long plainValues;
  private long packed;
  private long refused;

  void add(Hit hit) {
    counts
        .computeIfAbsent(hit.detector(), d -> new EnumMap<>(Scope.class))
        .merge(hit.scope(), 1L, Long::sum);
    if (hit.isPart()) {
      parts.merge(hit.detector(), 1L, Long::sum);
    }
    keep(hit);
  }

  private void keep(Hit hit) {
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
    window.unkeptParts.forEach((detector, more) -> parts.merge(detector, more, Long::sum));
  }

  /// Counts places that were too many to look at closer.
  void addRefused(long places) {
    refused += places;
  }

  /// Adds what a window counted; its hits are added one by one.
  void count(WindowResult window) {
    addUnkept(window);
    addSealed(window);
    window.pages.forEach((type, count) -> pages.merge(type, count, Long::sum));
    records += window.records;
    requests += window.requests;
    plainValues += window.plainValues;
    packed += window.packed;
    addRefused(window.refused);
  }

  /// Adds the encrypted values of a window, and the keys that lie in it.
  void addSealed(WindowResult window) {
    window.encrypted.forEach(this::addEncrypted);
    keysBeside.addAll(window.keysBeside);
  }

  /// Adds what the next files gave.
  void addAll(HitCollector next) {
    next.hits().forEach(this::keep);
    next.counts.forEach(
        (detector, byScope) -> byScope.forEach((scope, more) -> addUnkept(detector, scope, more)));
    next.parts.forEach((detector, more) -> parts.merge(detector, more, Long::sum));
    next.encrypted.forEach(this::addEncrypted);
    keysBeside.addAll(next.keysBeside);
    next.pages.forEach((type, count) -> pages.merge(type, count, Long::sum));
    records += next.records;
    requests += next.requests;
    plainValues += next.plainValues;
    packed += next.packed;
    addRefused(next.refused);
  }

  private void addEncrypted(EncryptionPrefix prefix, long count) {
    encrypted.merge(WindowResult.bounded(encrypted, prefix), count, Long::sum);
  }

  List<Hit> hits() {
    return kept.values().stream().flatMap(List::stream).toList();
  }

  Map<Detector, Map<Scope, Long>> counts() {
    return counts;
  }

  /// Of the hits of a detector, how many lie in values that are counted themselves.
  Map<Detector, Long> parts() {
    return parts;
  }

  /// Sorted by their text.
  Map<String, Long> encrypted() {
    Map<String, Long> sorted = new TreeMap<>();
    encrypted.forEach((prefix, count) -> sorted.put(prefix.text(), count));
    return sorted;
  }

  /// Tries the keys that were found, and wipes them.
  List<KeyBeside> keysBeside() {
    try (keysBeside) {
      return keysBeside.judged(encrypted);
    }
  }

  SweepReport.Recognised recognised() {
    return new SweepReport.Recognised(
        Map.copyOf(pages), records, requests, plainValues, packed, refused);
  }
}
