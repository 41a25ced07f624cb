package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.snapshot.PageUsage;
import dev.snapseal.snapshot.RevisionLeaves;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.UnreadPages;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.values.NonceRegistry;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The audit of one file.
///
/// The SHA-256 takes one core; meanwhile another surveys the trees and then examines values part by
/// part. The hashing thread helps with the rest when it is done, so that there are never more busy
/// threads than asked for.
///
/// @param digest of the whole file
/// @param regions what its bytes are used for
/// @param unread pages that could not be followed
/// @param charts if they were asked for
public record FileAudit(
    FileDigest digest,
    List<FileRegion> regions,
    AuditTotals totals,
    UnreadPages unread,
    Optional<FileCharts> charts) {
  /// What is to be said of this file alone.
  ///
  /// @param options with which it was examined
  public Verdict verdict(AuditOptions options) {
    AuditOptions.Completeness completeness =
        unread.count() == 0 ? options.completeness() : AuditOptions.Completeness.PARTS_UNREAD;
    return totals.verdict(completeness, options.scope());
  }

  /// Goes on with a store that was audited, while it is open.
  @FunctionalInterface
  public interface Sequel {
    /// Takes over when the store has been judged.
    ///
    /// @param places of the store, valid until this returns
    void run(StorePlaces places) throws IOException;
  }

  /// Examines one file.
  ///
  /// @param digest of the file, being computed
  /// @param findings told what is found
  /// @throws CorruptSnapshotException if it is no store that can be followed
  public static FileAudit run(
      BackupImage image, BackgroundDigest digest, AuditOptions options, FindingCollector findings)
      throws IOException {
    return run(image, digest, options, findings, places -> {});
  }

  /// Examines one file, and has somebody else go on with what was learnt of it.
  ///
  /// @param digest of the file, being computed
  /// @param findings told what is found
  /// @param sequel run once all findings are there
  /// @throws CorruptSnapshotException if it is no store that can be followed
  public static FileAudit run(
      BackupImage image,
      BackgroundDigest digest,
      AuditOptions options,
      FindingCollector findings,
      Sequel sequel)
      throws IOException {
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes());
        RevisionIndex index = RevisionIndex.empty(snapshot)) {
      RevisionLeaves revisions = new RevisionLeaves(snapshot);
      UnreadPages unread = new UnreadPages(snapshot);
      AuditTotals totals = new AuditTotals();
      Optional<ChartCollector> charts =
          options.detail() == AuditOptions.Detail.CHARTS
              ? Optional.of(new ChartCollector(snapshot, index))
              : Optional.empty();
      PageUsage usage;
      try (NonceRegistry nonces = new NonceRegistry(snapshot);
          ByteRangeTable freeRecords = new ByteRangeTable(snapshot)) {
        AuditContext context =
            new AuditContext(
                snapshot,
                index,
                nonces,
                freeRecords,
                options,
                findings,
                charts.<AuditObserver>map(collector -> collector).orElse(AuditObserver.NONE));
        usage = survey(context, unread, revisions, totals);
        judge(context, tasks(revisions, usage, options), digest, totals);
        if (digest.join().trailer() == FileDigest.Trailer.INVALID) {
          trailer(context, totals);
        }
      }
      sequel.run(new StorePlaces(snapshot, index, usage, revisions));
      return new FileAudit(
          digest.join(),
          usage.regions(),
          totals,
          unread,
          charts.map(collector -> collector.charts(usage, unread, options.scope())));
    }
  }

  /// Judges all values, then the file's keys as a whole.
  private static void judge(
      AuditContext context,
      List<ValueWork.Task<ValueExaminer>> tasks,
      BackgroundDigest digest,
      AuditTotals totals)
      throws IOException {
    ValueWork<ValueExaminer> work = new ValueWork<>();
    work.offer(tasks);
    work.run(context.options().jobs(), () -> new ValueExaminer(context), digest::join)
        .forEach(examiner -> totals.addAll(examiner.totals()));
    KeyFindings.add(totals, context.path(), context.findings());
  }

  /// What stands where a hash should and is none may be anything.
  private static void trailer(AuditContext context, AuditTotals totals) {
    long end = context.snapshot().bytes().length();
    try (ValueExaminer examiner = new ValueExaminer(context)) {
      new FragmentExaminer(examiner, Scope.FREE)
          .examine(new ByteRange(end - FileDigest.TRAILER_BYTES, end), Stretch.Closing.CUT);
      totals.addAll(examiner.totals());
    }
  }

  private static AuditFinding metaPage(CorruptSnapshotException fault) {
    return AuditFinding.ofFile(
        AuditRule.META_PAGE,
        AuditRule.META_PAGE.severity(),
        fault.file(),
        new AuditFinding.Place(fault.pageId(), fault.offset()),
        fault.found());
  }

  /// Reads the meta pages and walks the trees, and judges on the way what stands in other buckets
  /// than `key`.
  private static PageUsage survey(
      AuditContext context, UnreadPages unread, RevisionLeaves revisions, AuditTotals totals)
      throws IOException {
    Snapshot snapshot = context.snapshot();
    for (CorruptSnapshotException fault : snapshot.metaFaults()) {
      context.findings().add(metaPage(fault));
    }
    try (ValueExaminer others = new ValueExaminer(context)) {
      PageUsage usage =
          PageUsage.surveyReadable(
              snapshot,
              unread,
              snapshot.recordsOf(context.index().recordVisitor()),
              revisions,
              new OtherBucketExaminer(others));
      totals.addAll(others.totals());
      return usage;
    }
  }

  private static List<ValueWork.Task<ValueExaminer>> tasks(
      RevisionLeaves revisions, PageUsage usage, AuditOptions options) {
    List<ValueWork.Task<ValueExaminer>> tasks = new ArrayList<>();
    for (Snapshot.RevisionPart part : revisions.parts(ValueWork.PARTS)) {
      tasks.add(examiner -> part.forEach(examiner));
    }
    if (options.scope().includesFreeSpace()) {
      for (ByteRange range : usage.freeRanges()) {
        tasks.add(examiner -> new FreeSpaceExaminer(examiner, Scope.FREE).examine(range));
      }
      for (ByteRange range : usage.dirtySlack()) {
        tasks.add(examiner -> new FreeSpaceExaminer(examiner, Scope.SLACK).examine(range));
      }
    }
    return tasks;
  }
}
