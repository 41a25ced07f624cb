package dev.snapseal.tools.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gathers the findings of all workers; keeps the first ten thousand of each rule, counts all.
///
/// Safe for use by several threads.
final class FindingCollector {
  static final int KEPT_PER_RULE = 10_000;

  private final Set<String> baseline;
  private final Map<String, AuditFinding> byFingerprint = new HashMap<>();
  private final Map<AuditRule, Long> counts = new EnumMap<>(AuditRule.class);
  private final Map<AuditRule, Integer> kept = new EnumMap<>(AuditRule.class);

  /// @param baseline fingerprints that an earlier report has
  FindingCollector(Set<String> baseline) {
    this.baseline = Set.copyOf(baseline);
  }

  synchronized void add(AuditFinding finding) {
    String fingerprint = finding.fingerprint();
    if (baseline.contains(fingerprint)) {
      return;
    }
    String id = finding.path() + "\0" + fingerprint;
    AuditFinding known = byFingerprint.get(id);
    if (known != null) {
      byFingerprint.put(id, known.seenAgain());
      return;
    }
    counts.merge(finding.rule(), 1L, Long::sum);
    if (kept.merge(finding.rule(), 1, Integer::sum) <= KEPT_PER_RULE) {
      byFingerprint.put(id, finding);
    }
  }

  /// All kept findings: by rule, then by place in the file.
  synchronized List<AuditFinding> findings() {
    List<AuditFinding> sorted = new ArrayList<>(byFingerprint.values());
    sorted.sort(
        java.util.Comparator.comparing(AuditFinding::rule)
            .thenComparing(AuditFinding::path)
            .thenComparingLong(finding -> finding.offset().orElse(0)));
    return sorted;
  }

  /// How many there are of each rule, kept or not.
  synchronized Map<AuditRule, Long> counts() {
    return new EnumMap<>(counts);
  }
}
