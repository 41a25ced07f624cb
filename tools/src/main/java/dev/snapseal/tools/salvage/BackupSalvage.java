package dev.snapseal.tools.salvage;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.check.CheckOptions;
import dev.snapseal.snapshot.check.CheckReport;
import dev.snapseal.snapshot.check.SnapshotChecker;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.layout.DifferenceException;
import dev.snapseal.snapshot.layout.PageRange;
import dev.snapseal.snapshot.layout.PageWriter;
import dev.snapseal.snapshot.layout.RecordComparer;
import dev.snapseal.snapshot.layout.SnapshotComparison;
import dev.snapseal.snapshot.layout.SnapshotPlan;
import dev.snapseal.snapshot.salvage.Losses;
import dev.snapseal.snapshot.salvage.SalvagedBackup;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.rewrite.HashedOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// Makes a sound snapshot of what is left of a damaged backup: find, lay out, write, read back.
public final class BackupSalvage {
  /// Somewhat less than a writer's buffer, so that a range with its last node fits.
  private static final long RANGE_BYTES = PageWriter.BUFFER_BYTES / 8 * 7;

  private final BackupImage image;
  private final OutputFile output;
  private final LongConsumer progress;

  private BackupSalvage(BackupImage image, OutputFile output, LongConsumer progress) {
    this.image = image;
    this.output = output;
    this.progress = progress;
  }

  /// Writes the new snapshot to `output`, whole and verified; the caller gives it its name.
  ///
  /// @param progress told the bytes done since it was last told: the input's length for hashing it,
  ///   and the output's twice
  /// @throws dev.snapseal.snapshot.CorruptSnapshotException if there is nothing of etcd in the file
  public static SalvageReport run(
      BackupImage image, SalvagedBackup.Include include, OutputFile output, LongConsumer progress)
      throws IOException {
    return new BackupSalvage(image, output, progress).run(include);
  }

  private SalvageReport run(SalvagedBackup.Include include) throws IOException {
    BackgroundDigest inputDigest = BackgroundDigest.start(image, progress);
    SnapshotBytes bytes = new SnapshotBytes(image.displayPath(), image.bytes());
    try (SalvagedBackup salvaged = SalvagedBackup.of(bytes, include);
        SnapshotPlan plan = salvaged.plan()) {
      byte[] trailer = new byte[FileDigest.TRAILER_BYTES];
      String sha256 = write(plan, trailer);
      try (Arena arena = Arena.ofShared();
          Snapshot written =
              Snapshot.of("output of " + image.displayPath(), output.map(length(plan), arena))) {
        long verified = verify(plan, written, trailer);
        return report(
            InputFacts.of(image, inputDigest.join()),
            salvaged,
            new SalvageReport.Output(length(plan), sha256),
            lostRecords(bytes, salvaged.losses().records(), written),
            mended(bytes, salvaged.losses()),
            verified);
      }
    } finally {
      inputDigest.join();
    }
  }

  private static long length(SnapshotPlan plan) {
    return plan.imageLength() + FileDigest.TRAILER_BYTES;
  }

  /// @param trailer filled with what stands at the end of the file
  /// @return SHA-256 of the whole file
  private String write(SnapshotPlan plan, byte[] trailer) throws IOException {
    List<PageRange> ranges = plan.ranges(RANGE_BYTES);
    HashedOutput hashed = new HashedOutput(output, plan.metaPages(), ranges);
    HashedOutput.Ranges target = hashed.new Ranges();
    PageWriter writer =
        plan.newWriter(
            (element, record, out, outOffset, valueLength) -> {
              throw new IllegalStateException("no value is rewritten");
            },
            target);
    for (int number = 0; number < ranges.size(); number++) {
      target.begin(number);
      writer.write(ranges.get(number));
      target.end();
      progress.accept(ranges.get(number).length());
    }
    hashed.writeTrailer(plan.imageLength(), trailer);
    return HexFormat.of().formatHex(hashed.digest(trailer));
  }

  /// @return elements compared
  private long verify(SnapshotPlan plan, Snapshot written, byte[] trailer) throws IOException {
    if (!written.bytes().matches(plan.imageLength(), trailer.length, trailer)) {
      throw new DifferenceException(written.file(), plan.imageLength(), "another SHA-256");
    }
    CheckReport report = SnapshotChecker.check(written, CheckOptions.structure().withoutTrailer());
    if (!report.findings().isEmpty()) {
      throw new DifferenceException(
          written.file(),
          report.findings().getFirst().offset().orElse(0),
          report.findings().getFirst().message());
    }
    SnapshotComparison comparison = new SnapshotComparison(plan, written);
    long elements = 0;
    for (PageRange range : plan.ranges(RANGE_BYTES)) {
      elements += comparison.compare(range, new NothingMore());
      progress.accept(range.length());
    }
    if (elements != plan.elements()) {
      throw new DifferenceException(
          written.file(), 0, elements + " elements of " + plan.elements() + " were found");
    }
    return elements;
  }

  /// That records are the same byte for byte is all there is to compare.
  private static final class NothingMore implements RecordComparer {
    @Override
    public void rewritten(long element, RevisionRecord before, RevisionRecord after) {
      throw new IllegalStateException("no value is rewritten");
    }

    @Override
    public void copied(RevisionRecord after) {}
  }

  /// Asks the new file which of them were the newest of their key.
  private static List<SalvageReport.LostRecord> lostRecords(
      SnapshotBytes source, List<Losses.LostRecord> lost, Snapshot written) throws IOException {
    Map<String, Long> newest = new HashMap<>();
    lost.forEach(record -> newest.put(key(source, record), 0L));
    if (!lost.isEmpty()) {
      written.forEachRevision(
          new RecordVisitor() {
            @Override
            public void record(RevisionRecord record) {
              newest.computeIfPresent(
                  SafeText.etcdKey(record.keyBytes()), (_, _) -> record.revision().main());
            }

            @Override
            public void malformed(MalformedRecordException fault) {}
          });
    }
    List<SalvageReport.LostRecord> named = new ArrayList<>();
    for (Losses.LostRecord record : lost) {
      String key = key(source, record);
      named.add(
          new SalvageReport.LostRecord(
              record.main(),
              record.sub(),
              record.isTombstone(),
              key,
              record.pageId(),
              !key.isEmpty() && newest.get(key) < record.main()));
    }
    return named;
  }

  private static String key(SnapshotBytes source, Losses.LostRecord record) {
    return SafeText.etcdKey(source.copy(record.keyOffset(), record.keyLength()));
  }

  private static SalvageReport.Mended mended(SnapshotBytes source, Losses losses) {
    return new SalvageReport.Mended(
        losses.mended(),
        losses.mendedCount(),
        losses.renamed().stream()
            .map(
                bucket ->
                    new SalvageReport.RenamedBucket(
                        bucket.pageId(),
                        bucket.bucket(),
                        SafeText.etcdKey(source.copy(bucket.nameOffset(), bucket.nameLength()))))
            .toList());
  }

  private static SalvageReport report(
      InputFacts input,
      SalvagedBackup salvaged,
      SalvageReport.Output written,
      List<SalvageReport.LostRecord> lostRecords,
      SalvageReport.Mended mended,
      long verified) {
    Losses losses = salvaged.losses();
    return new SalvageReport(
        input,
        new SalvageReport.Source(
            salvaged.shape().pageSize(),
            salvaged.shape().metas().isEmpty(),
            salvaged.shape().pages(),
            salvaged.rootOrigin(),
            salvaged.rootPageId(),
            salvaged.otherBuckets()),
        written,
        salvaged.records(),
        salvaged.revisions(),
        salvaged.buckets(),
        new SalvageReport.Missing(
            salvaged.shape().faults().stream().map(Throwable::getMessage).toList(),
            losses.pages(),
            losses.pageCount(),
            salvaged.shape().missingPages(),
            lostRecords,
            losses.recordCount(),
            losses.gaps(),
            losses.missingRevisions(),
            losses.unreadableElements(),
            losses.lastCommitMayBeLost()),
        mended,
        losses.conflicts(),
        losses.conflictCount(),
        verified);
  }
}
