package dev.snapseal.tools.report;

import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.Exposure;
import dev.snapseal.tools.caseindex.WrittenTime;
import java.util.List;
import java.util.Optional;

/// What the texts of a case's actions share.
final class CaseText {
  /// What is said below every table that has times.
  static final String TIMES =
      "Times are what the objects themselves say; etcd keeps none. * what neighbouring revisions"
          + " and the time of creation say";

  /// What is said below every table that has readable values without revisions.
  static final String UNKNOWN_REVISION =
      "? an entry of a write-ahead log, or what is left of a record, of which no backup in the case"
          + " tells the revision";

  private CaseText() {}

  /// A revision, or a question mark.
  static String revision(Exposure.Moment moment) {
    return moment.revision() == 0 ? "?" : Long.toString(moment.revision());
  }

  /// Number of the evidence, and that it is a log.
  static String evidence(Exposure.Moment moment) {
    return moment.evidence() + (moment.scope().isInLog() ? " log" : "");
  }

  /// Whether one of them has no revision.
  static boolean hasUnknownRevision(List<Exposure> exposures) {
    return exposures.stream()
        .anyMatch(
            exposure ->
                exposure.first().revision() == 0
                    || exposure.last().revision() == 0
                    || exposure.unplaced().isPresent());
  }

  /// Such as `3-539`; of a log, that it is one.
  static String revisions(Evidence evidence) {
    if (evidence.source() == Evidence.Source.LOG) {
      return "log";
    }
    return evidence.records() == 0
        ? "none"
        : evidence.firstRevision() + "-" + evidence.lastRevision();
  }

  /// A time, or two around it and a star.
  static String time(WrittenTime written) {
    return written
        .stated()
        .map(stated -> JsonReport.time(stated.time()))
        .orElseGet(() -> between(written));
  }

  private static String between(WrittenTime written) {
    Optional<String> before = written.notBefore().map(JsonReport::time);
    Optional<String> after = written.notAfter().map(JsonReport::time);
    if (before.isPresent() && after.isPresent()) {
      return (before.equals(after) ? before.get() : before.get() + " to " + after.get()) + " *";
    }
    return before
        .map(time -> "after " + time + " *")
        .or(() -> after.map(time -> "before " + time + " *"))
        .orElse("");
  }
}
