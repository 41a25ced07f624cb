package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.AuditScope;
import dev.snapseal.tools.audit.FileAudit;
import dev.snapseal.tools.audit.FindingCollector;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.audit.StorePlaces;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongConsumer;

/// Searches a sound bbolt file: an audit of it, and beside that everything that an audit does not
/// look for.
final class StoreSweep {
  private static final Set<AuditRule> READABLE =
      Set.of(AuditRule.PLAINTEXT_LIVE, AuditRule.PLAINTEXT_SUPERSEDED, AuditRule.PLAINTEXT_FREE);

  /// So that the hits of one batch fit the heap.
  private static final int WINDOWS_PER_BATCH = 16;

  private final BackupImage image;
  private final SweepContext context;

  /// Where the audit found plaintext.
  private final Set<Long> audited = new HashSet<>();

  private StoreSweep(BackupImage image, SweepContext context) {
    this.image = image;
    this.context = context;
  }

  /// Searches all of it.
  ///
  /// @param progress told the bytes done since it was last told
  /// @throws dev.snapseal.snapshot.CorruptSnapshotException if it is no file that can be followed
  static FileAudit run(BackupImage image, SweepContext context, LongConsumer progress)
      throws IOException {
    return new StoreSweep(image, context).run(progress);
  }

  /// How a store is audited; so its verdict is that of `snapseal audit`.
  static AuditOptions auditOptions(SweepOptions options) {
    return new AuditOptions(
        AuditScope.ALL,
        options.policy(),
        options.keys(),
        AuditReport.Decryption.DECRYPTED,
        Set.of(),
        AuditOptions.Completeness.WHOLE,
        List.of(),
        options.detail(),
        options.jobs());
  }

  private FileAudit run(LongConsumer progress) throws IOException {
    FindingCollector findings = new FindingCollector(Set.of());
    return FileAudit.run(
        image,
        BackgroundDigest.start(image, progress),
        auditOptions(context.options()),
        findings,
        places -> {
          gather(findings);
          literals(places);
        });
  }

  private void gather(FindingCollector findings) {
    Map<AuditRule, Long> kept = new EnumMap<>(AuditRule.class);
    for (AuditFinding finding : findings.findings()) {
      if (READABLE.contains(finding.rule())) {
        kept.merge(finding.rule(), 1L, Long::sum);
        context.hits().add(hit(finding));
        audited.add(finding.place().offset().orElse(0));
      } else if (finding.rule() == AuditRule.PUBLISHED_KEY) {
        context.hits().add(publishedKey(finding));
      }
    }
    for (AuditRule rule : READABLE) {
      long more = findings.counts().getOrDefault(rule, 0L) - kept.getOrDefault(rule, 0L);
      if (more > 0) {
        context.hits().addUnkept(Detector.STORED_VALUE, scopeOf(rule), more);
      }
    }
  }

  private static Scope scopeOf(AuditRule rule) {
    return switch (rule) {
      case PLAINTEXT_LIVE -> Scope.LIVE;
      case PLAINTEXT_SUPERSEDED -> Scope.SUPERSEDED;
      default -> Scope.FREE;
    };
  }

  private Hit hit(AuditFinding finding) {
    AuditFinding.Value value = finding.value();
    boolean isRecord = value.key().isPresent();
    String copies = finding.copies() > 1 ? ", one of " + finding.copies() + " copies" : "";
    String what =
        isRecord
            ? "a value in the clear, revision " + value.revision().orElse(0)
            : finding.message();
    return new Hit(
        isRecord ? Detector.STORED_VALUE : Detector.KUBERNETES_OBJECT,
        image.displayPath(),
        finding.place().offset().orElse(0),
        0,
        List.of(),
        finding.place().page(),
        value.scope().orElse(scopeOf(finding.rule())),
        new Named(value.group(), value.resource(), value.namespace(), value.objectName()),
        what + copies,
        false,
        List.of());
  }

  private Hit publishedKey(AuditFinding finding) {
    return new Hit(
        Detector.PUBLISHED_KEY,
        image.displayPath(),
        0,
        0,
        List.of(),
        OptionalLong.empty(),
        Scope.LIVE,
        Named.NOTHING,
        finding.message(),
        false,
        List.of());
  }

  /// In windows that are parts of the mapped file: nothing is copied.
  private void literals(StorePlaces places) throws IOException {
    SnapshotBytes bytes = new SnapshotBytes(image.displayPath(), image.bytes());
    long batch = (long) FileWindows.WINDOW_BYTES * WINDOWS_PER_BATCH;
    for (long start = 0; start < bytes.length(); start += batch) {
      literals(bytes, new ByteRange(start, Math.min(bytes.length(), start + batch)), places);
    }
  }

  private void literals(SnapshotBytes bytes, ByteRange range, StorePlaces places)
      throws IOException {
    Map<Long, WindowResult> results = new ConcurrentSkipListMap<>();
    MemoryWindows windows = new MemoryWindows(bytes, range);
    ValueWork<Worker> work = new ValueWork<>();
    work.offer(Collections.nCopies((int) windows.count(), worker -> worker.scan(results)));
    work.run(context.options().jobs(), () -> new Worker(windows), () -> {});
    for (WindowResult result : results.values()) {
      context.hits().addSealed(result);
      context.hits().addUnkept(result);
      context.hits().addRefused(result.refused);
      for (Hit hit : result.hits) {
        if (hit.detector() != Detector.SECRET_MANIFEST || !audited.contains(hit.offset())) {
          Scope scope = places.scopeOf(hit.offset());
          context.hits().add(hit.with(scope, OptionalLong.of(places.pageOf(hit.offset()))));
        }
      }
    }
  }

  private final class Worker implements ValueWork.Worker {
    private final Windows.Reader windows;
    private final WindowScan scan =
        new WindowScan(
            context,
            new WindowScan.Source(image.displayPath(), Scope.LIVE, FollowedLog.NONE),
            WindowScan.Depth.BESIDES_AUDIT,
            Optional.empty());

    Worker(Windows windows) {
      this.windows = windows.newReader();
    }

    void scan(Map<Long, WindowResult> results) throws IOException {
      windows.next().ifPresent(window -> results.put(window.number(), scan.scan(window)));
    }

    @Override
    public void close() {
      scan.close();
      windows.close();
    }
  }

  /// The regions by their names.
  static Map<String, Long> regions(FileAudit file) {
    Map<String, Long> regions = new TreeMap<>();
    for (FileRegion region : file.regions()) {
      regions.merge(region.kind().jsonName(), region.bytes(), Long::sum);
    }
    return regions;
  }
}
