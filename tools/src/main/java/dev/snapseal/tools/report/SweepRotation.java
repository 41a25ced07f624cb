package dev.snapseal.tools.report;

import dev.snapseal.tools.report.html.Rotation;
import dev.snapseal.tools.sweep.Hit;
import dev.snapseal.tools.sweep.SweepReport;

/// What a sweep says is to be made anew, by name, or by its place where it has none.
final class SweepRotation {
  private SweepRotation() {}

  static Rotation of(SweepReport report) {
    RotationNames<ReadableSort> names = new RotationNames<>(ReadableSort.class);
    for (Hit hit : report.hits()) {
      if (hit.detector().isReadable()) {
        add(names, hit);
      }
    }
    return names.rotation(
        ReadableSort::label,
        report.hasAllHits(),
        "-o json lists up to ten thousand of each detector.");
  }

  /// A value that does not say whose it is stands in the table alone: its place helps nobody to
  /// rotate it.
  private static void add(RotationNames<ReadableSort> names, Hit hit) {
    ReadableSort sort = ReadableSort.of(hit);
    String object = SweepTables.object(hit);
    if (sort == ReadableSort.VALUE) {
      names.add(sort, object, "");
    } else if (object.isEmpty()) {
      names.addNameless(sort, hit.preview(), hit.path() + ", offset " + hit.forensicPath());
    } else {
      names.add(sort, object, hit.preview());
    }
  }
}
