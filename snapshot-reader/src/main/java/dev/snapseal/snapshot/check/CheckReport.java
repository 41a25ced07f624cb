package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.page.MetaPage;
import java.util.List;
import java.util.Optional;

/// All that a check found.
///
/// @param findings in the order they were met, at most [#MAX_FINDINGS] of each severity
/// @param errors number of errors, those not kept included
/// @param warnings number of warnings, those not kept included
/// @param pagesChecked pages examined, overflow pages included
/// @param valuesChecked records of bucket `key` examined, 0 if only the structure was
/// @param intactOlderTree the other meta page, if the current tree is damaged and the tree of the
///   commit before is not: `bbolt surgery revert-meta-page` goes back to it
public record CheckReport(
    List<Finding> findings,
    long errors,
    long warnings,
    long pagesChecked,
    long valuesChecked,
    Optional<MetaPage> intactOlderTree) {
  /// Findings kept of each severity; more are only counted.
  public static final int MAX_FINDINGS = 1000;

  public CheckReport {
    findings = List.copyOf(findings);
  }

  /// Findings that were counted and not kept.
  public long findingsOmitted() {
    return errors + warnings - findings.size();
  }

  public boolean hasErrors() {
    return errors > 0;
  }
}
