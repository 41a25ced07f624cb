package dev.snapseal.tools.audit;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.InputFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Says of every value in backups whether it can be read, and under which key if not.
public final class BackupAudit {
  private final List<BackupImage> images;
  private final List<FailedInput> unopened;
  private final LongConsumer progress;
  private final BackgroundDigest firstDigest;

  private BackupAudit(List<BackupImage> images, List<FailedInput> unopened, LongConsumer progress) {
    this.images = images;
    this.unopened = unopened;
    this.progress = progress;
    this.firstDigest = BackgroundDigest.start(images.getFirst(), progress);
  }

  /// Begins with the first backup's SHA-256: nothing takes longer, and it needs no options.
  ///
  /// @param images at least one; must stay open until [#run] is done
  /// @param unopened what else was to be examined
  /// @param progress told the bytes done since it was last told; they add up to the images' lengths
  public static BackupAudit begin(
      List<BackupImage> images, List<FailedInput> unopened, LongConsumer progress) {
    return new BackupAudit(images, unopened, progress);
  }

  /// Examines all backups, one after the other; to be called once.
  public AuditReport run(AuditOptions options) throws IOException {
    long startNanos = System.nanoTime();
    FindingCollector findings = new FindingCollector(options.baseline());
    AuditTotals totals = new AuditTotals();
    List<InputFacts> inputs = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    List<FileRegion> regions = new ArrayList<>();
    List<UnreadPart> unread = new ArrayList<>();
    List<FileCharts> charts = new ArrayList<>();
    long unreadCount = 0;
    List<FailedInput> failures = new ArrayList<>(unopened);
    for (int i = 0; i < images.size(); i++) {
      BackupImage image = images.get(i);
      BackgroundDigest digest = i == 0 ? firstDigest : BackgroundDigest.start(image, progress);
      FileAudit file;
      try {
        file = FileAudit.run(image, digest, options, findings);
      } catch (CorruptSnapshotException e) {
        failures.add(FailedInput.of(e));
        continue;
      }
      totals.addAll(file.totals());
      regions.addAll(file.regions());
      file.unread().kept().stream().map(UnreadPart::of).forEach(unread::add);
      unreadCount += file.unread().count();
      file.charts().ifPresent(charts::add);
      InputFacts facts = InputFacts.of(image, file.digest());
      inputs.add(facts);
      verdicts.add(file.verdict(options));
      judgeTrailer(facts, findings);
    }
    options.keysBeside().forEach(place -> findings.add(place.finding()));
    AuditOptions.Completeness completeness =
        unread.isEmpty() && failures.isEmpty()
            ? options.completeness()
            : AuditOptions.Completeness.PARTS_UNREAD;
    return new AuditReport(
        List.copyOf(inputs),
        List.copyOf(failures),
        options.policy(),
        options.scope(),
        completeness,
        options.decrypts()
            ? AuditReport.Decryption.DECRYPTED
            : AuditReport.Decryption.CLASSIFIED_ONLY,
        totals.verdict(completeness, options.scope()),
        List.copyOf(verdicts),
        sumByKind(regions),
        totals.summary(),
        totals.exposed(),
        totals.unattributedBytes(),
        totals.tally().states(),
        options.keys().map(KeyRing::prefixes).orElse(List.of()),
        List.copyOf(unread),
        unreadCount,
        findings.findings(),
        findings.counts(),
        findings.suppressed(),
        findings.hasGraverThanNote(),
        List.copyOf(charts),
        (System.nanoTime() - startNanos) / 1e9);
  }

  private static boolean isSnapshot(InputFacts input) {
    return switch (input.kind()) {
      case SNAPSHOT, IMAGE -> true;
      case DB, DATA_DIR -> false;
      case BUNDLE -> !input.path().endsWith("snap/db");
    };
  }

  /// A copy of `member/snap/db` never has a trailer; a snapshot should.
  private static void judgeTrailer(InputFacts input, FindingCollector findings) {
    Optional<String> message =
        switch (input.trailer()) {
          case VALID -> Optional.empty();
          case INVALID ->
              Optional.of("the SHA-256 behind the snapshot is not that of the bytes before it");
          case ABSENT ->
              isSnapshot(input)
                  ? Optional.of("the snapshot has no SHA-256 behind it: cut off, or copied")
                  : Optional.empty();
        };
    Severity severity =
        input.trailer() == FileDigest.Trailer.INVALID
            ? AuditRule.TRAILER.severity()
            : Severity.WARNING;
    message.ifPresent(
        text ->
            findings.add(
                AuditFinding.ofFile(
                    AuditRule.TRAILER, severity, input.path(), AuditFinding.Place.NONE, text)));
  }

  private static List<FileRegion> sumByKind(List<FileRegion> regions) {
    Map<FileRegion.Kind, Long> sums = new EnumMap<>(FileRegion.Kind.class);
    regions.forEach(region -> sums.merge(region.kind(), region.bytes(), Long::sum));
    return sums.entrySet().stream()
        .map(entry -> new FileRegion(entry.getKey(), entry.getValue()))
        .toList();
  }
}
