package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.report.html.Rotation;
import java.util.Map;

/// What an audit says is to be made anew, by name.
final class AuditRotation {
  private static final Map<AuditRule, Sort> SORTS =
      Map.of(
          AuditRule.KEY_MATERIAL, Sort.KEY,
          AuditRule.PUBLISHED_KEY, Sort.KEY,
          AuditRule.PLAINTEXT_LIVE, Sort.LIVE,
          AuditRule.PLAINTEXT_SUPERSEDED, Sort.SUPERSEDED,
          AuditRule.PLAINTEXT_FREE, Sort.FREE,
          AuditRule.PLAINTEXT_WAL, Sort.OUTSIDE,
          AuditRule.PLAINTEXT_OUTSIDE, Sort.OUTSIDE);

  /// The gravest first.
  private enum Sort {
    KEY("Encryption keys"),
    LIVE("Readable in the store"),
    SUPERSEDED("Readable in older revisions"),
    FREE("Readable in free pages and slack"),
    OUTSIDE("Readable outside of the store");

    private final String label;

    Sort(String label) {
      this.label = label;
    }
  }

  private AuditRotation() {}

  static Rotation of(AuditReport report) {
    RotationNames<Sort> names = new RotationNames<>(Sort.class);
    for (AuditFinding finding : report.findings()) {
      Sort sort = SORTS.get(finding.rule());
      if (sort == Sort.KEY) {
        names.add(sort, AuditTables.stored(finding.storage()), finding.message());
      } else if (sort != null) {
        names.add(sort, name(finding.value()), "");
      }
    }
    long found = report.findingCounts().values().stream().mapToLong(Long::longValue).sum();
    return names.rotation(
        sort -> sort.label,
        found == report.findings().size(),
        "-o json lists up to ten thousand findings of each rule.");
  }

  private static String name(AuditFinding.Value value) {
    return value.objectName().isPresent() ? AuditTables.object(value) : value.key().orElse("");
  }
}
