package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.StructureRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Collects findings: keeps the first of each severity and counts the rest, so that no file can
/// fill the heap with its faults.
final class FindingList {
  private final List<Finding> kept = new ArrayList<>();
  private long errors;
  private long warnings;

  /// A place in the file: a page and a byte offset.
  record Place(OptionalLong page, OptionalLong offset, Optional<String> bucket) {
    static final Place FILE =
        new Place(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

    static Place at(long page, long offset) {
      return new Place(OptionalLong.of(page), OptionalLong.of(offset), Optional.empty());
    }

    static Place at(long page, long offset, BucketPath bucket) {
      return new Place(OptionalLong.of(page), OptionalLong.of(offset), bucket.asReported());
    }
  }

  /// @param message asked only if the finding is kept
  void error(StructureRule rule, Place place, Supplier<String> message) {
    errors++;
    if (errors <= CheckReport.MAX_FINDINGS) {
      keep(Severity.ERROR, rule, place, message.get());
    }
  }

  /// @param message asked only if the finding is kept
  void warning(StructureRule rule, Place place, Supplier<String> message) {
    warnings++;
    if (warnings <= CheckReport.MAX_FINDINGS) {
      keep(Severity.WARNING, rule, place, message.get());
    }
  }

  /// A fault that ended the reading of one page.
  ///
  /// @param from where the reference to that page stands
  void error(CorruptSnapshotException fault, Place from) {
    error(
        fault.rule(),
        new Place(fault.pageId(), fault.offset(), from.bucket()),
        () -> "%s; page %d refers to it".formatted(fault.found(), from.page().orElse(0)));
  }

  long errors() {
    return errors;
  }

  long warnings() {
    return warnings;
  }

  List<Finding> kept() {
    return kept;
  }

  private void keep(Severity severity, StructureRule rule, Place place, String message) {
    kept.add(new Finding(severity, rule, place.page(), place.offset(), place.bucket(), message));
  }
}
