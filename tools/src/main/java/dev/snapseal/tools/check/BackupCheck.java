package dev.snapseal.tools.check;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.check.CheckOptions;
import dev.snapseal.snapshot.check.CheckReport;
import dev.snapseal.snapshot.check.Finding;
import dev.snapseal.snapshot.check.SnapshotChecker;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.check.CheckResult.CheckFinding;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputFacts;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// Checks one backup as far as asked.
public final class BackupCheck {
  private BackupCheck() {}

  /// Looks at pages, trees, freelist and trailer.
  ///
  /// @param progress told the bytes hashed since it was last told; they add up to the image's
  ///   length
  /// @throws dev.snapseal.snapshot.CorruptSnapshotException if no meta page is valid
  public static CheckResult structure(BackupImage image, LongConsumer progress) throws IOException {
    return check(image, CheckOptions.structure(), progress);
  }

  /// Looks at every record too.
  ///
  /// @param progress as for [#structure]
  /// @throws dev.snapseal.snapshot.CorruptSnapshotException if no meta page is valid
  public static CheckResult records(BackupImage image, LongConsumer progress) throws IOException {
    return check(image, CheckOptions.records(), progress);
  }

  /// Looks at every record and opens every encrypted value.
  ///
  /// @param ring stays the caller's
  /// @param progress as for [#structure]
  /// @throws dev.snapseal.snapshot.CorruptSnapshotException if no meta page is valid
  public static CheckResult ciphertexts(BackupImage image, KeyRing ring, LongConsumer progress)
      throws IOException {
    try (CiphertextCheck values = new CiphertextCheck(ring)) {
      CheckResult records = check(image, CheckOptions.records().visiting(values), progress);
      return new CheckResult(
          records.input(),
          Stream.concat(records.findings().stream(), values.findings().stream()).toList(),
          records.errors() + values.errors(),
          records.warnings(),
          records.pagesChecked(),
          records.valuesChecked(),
          values.opened(),
          values.errors(),
          values.lackingKey(),
          records.intactOlderTree());
    }
  }

  private static CheckResult check(BackupImage image, CheckOptions options, LongConsumer progress)
      throws IOException {
    BackgroundDigest digest = BackgroundDigest.start(image, progress);
    CheckReport report = SnapshotChecker.check(image.displayPath(), image.bytes(), options);
    List<CheckFinding> findings = report.findings().stream().map(BackupCheck::finding).toList();
    return new CheckResult(
        InputFacts.of(image, digest.join()),
        findings,
        report.errors(),
        report.warnings(),
        report.pagesChecked(),
        report.valuesChecked(),
        0,
        0,
        0,
        report.intactOlderTree());
  }

  private static CheckFinding finding(Finding finding) {
    return new CheckFinding(
        finding.severity().jsonName(),
        finding.rule().id(),
        finding.page(),
        finding.offset(),
        finding.bucket(),
        finding.message());
  }
}
