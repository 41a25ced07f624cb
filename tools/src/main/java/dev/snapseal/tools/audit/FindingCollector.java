package dev.snapseal.tools.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Gathers the findings of all workers; of each rule it keeps ten thousand and counts all.
///
/// Which ones are kept does not depend on which worker was first. Safe for use by several threads.
public final class FindingCollector {
  static final int KEPT_PER_RULE = 10_000;

  private final Set<String> baseline;
  private final Map<AuditRule, TreeMap<String, AuditFinding>> kept = new EnumMap<>(AuditRule.class);
  private final Map<AuditRule, Long> counts = new EnumMap<>(AuditRule.class);
  private final TreeMap<String, SuppressedFinding> suppressed = new TreeMap<>();
  private boolean graverThanNote;

  /// @param baseline fingerprints that an earlier report has
  public FindingCollector(Set<String> baseline) {
    this.baseline = Set.copyOf(baseline);
  }

  void add(AuditFinding finding) {
    String fingerprint = finding.fingerprint();
    if (finding.isRecognisable() && baseline.contains(fingerprint)) {
      suppress(new SuppressedFinding(finding.rule(), fingerprint, finding.path()));
    } else {
      add(fingerprint + "\0" + finding.path(), finding);
    }
  }

  /// No more than the baseline has.
  private synchronized void suppress(SuppressedFinding finding) {
    suppressed.putIfAbsent(finding.fingerprint(), finding);
  }

  private synchronized void add(String id, AuditFinding finding) {
    TreeMap<String, AuditFinding> same = kept.computeIfAbsent(finding.rule(), r -> new TreeMap<>());
    if (same.containsKey(id)) {
      same.computeIfPresent(id, (i, known) -> known.mergedWith(finding));
      return;
    }
    graverThanNote |= finding.severity() != Severity.NOTE;
    counts.merge(finding.rule(), 1L, Long::sum);
    same.put(id, finding);
    if (same.size() > KEPT_PER_RULE) {
      same.pollLastEntry();
    }
  }

  /// All kept findings: by rule, then by place in the file.
  public synchronized List<AuditFinding> findings() {
    List<AuditFinding> sorted = new ArrayList<>();
    kept.values().forEach(same -> sorted.addAll(same.values()));
    sorted.sort(FindingCollector::compare);
    return sorted;
  }

  /// By rule, then by place. Not a chain of comparators: each link of one is a class that the JVM
  /// makes at every start.
  private static int compare(AuditFinding a, AuditFinding b) {
    int order = a.rule().compareTo(b.rule());
    if (order == 0) {
      order = a.path().compareTo(b.path());
    }
    if (order == 0) {
      order = Long.compare(a.place().offset().orElse(0), b.place().offset().orElse(0));
    }
    return order == 0 ? a.fingerprint().compareTo(b.fingerprint()) : order;
  }

  /// What the baseline has too, by fingerprint.
  synchronized List<SuppressedFinding> suppressed() {
    return List.copyOf(suppressed.values());
  }

  /// How many there are of each rule, kept or not.
  public synchronized Map<AuditRule, Long> counts() {
    return new EnumMap<>(counts);
  }

  /// Whether any finding is a warning or an error.
  synchronized boolean hasGraverThanNote() {
    return graverThanNote;
  }
}
