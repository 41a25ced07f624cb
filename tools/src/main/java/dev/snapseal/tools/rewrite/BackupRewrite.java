package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.layout.LongTable;
import dev.snapseal.snapshot.layout.PageRange;
import dev.snapseal.snapshot.layout.PageWriter;
import dev.snapseal.snapshot.layout.RecordPlan;
import dev.snapseal.snapshot.layout.SnapshotPlan;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.rewrite.RewriteOptions.History;
import dev.snapseal.tools.rewrite.RewriteOptions.OnFailure;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Makes a new backup of an old one: plan, then write, then verify.
///
/// While the input is hashed on one thread, another plans every page of the new file and begins to
/// write; the first then helps to write and to hash what is written. At the end both read it back.
public final class BackupRewrite {
  /// Somewhat less than a writer's buffer, so that a range with its last node fits.
  private static final long RANGE_BYTES = PageWriter.BUFFER_BYTES / 8 * 7;

  /// Random nonces of 96 bits under one key: with so many, two are the same once in four billion
  /// files (NIST SP 800-38D, 8.3).
  private static final long RANDOM_NONCES_MAX = 1L << 32;

  private final BackupImage image;
  private final RewriteOptions options;
  private final LongConsumer progress;
  private final RewriteTally tally = new RewriteTally();
  private List<String> unmatchedPrefixes = List.of();

  private BackupRewrite(BackupImage image, RewriteOptions options, LongConsumer progress) {
    this.image = image;
    this.options = options;
    this.progress = progress;
  }

  /// Writes the new backup to `output`, whole and verified; the caller gives it its name.
  ///
  /// @param progress told the bytes done since it was last told: the input's length for reading it
  ///   once, and the output's twice
  /// @throws UnopenedValuesException if values do not open and that stops the run
  /// @throws WithoutRuleException if the new configuration has no rule for encrypted values
  /// @throws RewriteRefusedException if etcd would refuse the compaction
  public static RewriteReport run(
      BackupImage image, RewriteOptions options, OutputFile output, LongConsumer progress)
      throws IOException {
    return new BackupRewrite(image, options, progress).run(Optional.of(output));
  }

  /// Plans and opens every value, and writes nothing.
  public static RewriteReport dryRun(
      BackupImage image, RewriteOptions options, LongConsumer progress) throws IOException {
    return new BackupRewrite(image, options, progress).run(Optional.empty());
  }

  private RewriteReport run(Optional<OutputFile> output) throws IOException {
    long startNanos = System.nanoTime();
    BackgroundDigest inputDigest = BackgroundDigest.start(image, progress);
    try (Snapshot source = Snapshot.of(image.displayPath(), image.bytes());
        LongTable digests = new LongTable();
        SnapshotPlan plan = plan(source, digests)) {
      refuse(plan);
      double planSeconds = secondsSince(startNanos);
      if (output.isEmpty()) {
        refuseDamaged(inputDigest.join());
        return report(
            inputDigest,
            plan,
            Optional.empty(),
            new RewriteReport.Verified(0, false),
            new RewriteReport.Seconds(planSeconds, 0, 0, 0));
      }
      digests.resize(plan.elements());
      long writeNanos = System.nanoTime();
      byte[] trailer = new byte[FileDigest.TRAILER_BYTES];
      String sha256 = write(plan, digests, output.get(), inputDigest, trailer);
      double writeSeconds = secondsSince(writeNanos);
      long verifyNanos = System.nanoTime();
      RewriteReport.Verified verified =
          new RewriteVerification(plan, options, digests, output.get(), image.displayPath())
              .run(trailer, progress);
      return report(
          inputDigest,
          plan,
          Optional.of(sha256),
          verified,
          new RewriteReport.Seconds(planSeconds, writeSeconds, secondsSince(verifyNanos), 0));
    } catch (UnopenedValuesException e) {
      throw e.readFrom(InputFacts.of(image, inputDigest.join()));
    } finally {
      inputDigest.join();
    }
  }

  private SnapshotPlan plan(Snapshot source, LongTable digests) throws IOException {
    boolean opens = options.isDryRun() || options.onFailure() == OnFailure.KEEP;
    try (ValueRewriter values = new ValueRewriter(image.displayPath(), options, tally, digests);
        HistoryPlan records = historyPlan(source, values, opens)) {
      SnapshotPlan plan = SnapshotPlan.of(source, records, records.metaRows());
      unmatchedPrefixes = values.unmatchedPrefixes();
      return plan;
    }
  }

  private HistoryPlan historyPlan(Snapshot source, ValueRewriter values, boolean opens)
      throws IOException {
    RecordPlan kept =
        new RecordPlan() {
          @Override
          public long newValueLength(RevisionRecord record) throws IOException {
            long failedBefore = tally.failed();
            long length = values.plan(record, opens);
            if (length == COPY && record.valueLength() > 0 && tally.failed() == failedBefore) {
              tally.copied();
            }
            return length;
          }

          @Override
          public void malformed(MalformedRecordException fault) throws IOException {
            if (options.keys().isEmpty()) {
              throw source
                  .bytes()
                  .corrupt(
                      fault.pageId(),
                      fault.offset(),
                      StructureRule.KEY_VALUE,
                      "no record, of which nobody knows what it belongs to: " + fault.getMessage());
            }
            tally.malformed(fault.getMessage());
          }
        };
    return switch (options.history()) {
      case History.Keep _ -> HistoryPlan.keepingAll(kept);
      case History.CompactTo(Optional<Long> revision) ->
          HistoryPlan.compactingTo(source, revision, kept);
    };
  }

  private void refuse(SnapshotPlan plan) throws IOException {
    if (tally.hasFailures() && options.onFailure() == OnFailure.STOP) {
      throw tally.failure(image.displayPath());
    }
    Optional<KmsPluginException> plugin = options.keys().flatMap(KeyRing::statusFailure);
    if (plugin.isPresent() && options.verifiers().isPresent()) {
      throw plugin.get();
    }
    if (plan.elements() > RANDOM_NONCES_MAX && options.verifiers().isPresent()) {
      throw new RewriteRefusedException(
          image.displayPath(),
          "the file has more values than one key may encrypt with random nonces: "
              + plan.elements());
    }
    if (!tally.withoutRule().isEmpty()
        && options.withoutRule() == RewriteOptions.WithoutRule.REFUSE) {
      throw new WithoutRuleException(tally.withoutRule());
    }
  }

  /// A new file with a new SHA-256 would hide that the old one is damaged. Who wants to keep what
  /// does not open knows that it is.
  private void refuseDamaged(FileDigest digest) throws CorruptSnapshotException {
    if (digest.trailer() == FileDigest.Trailer.INVALID && options.onFailure() == OnFailure.STOP) {
      throw new CorruptSnapshotException(
          image.displayPath(),
          StructureRule.TRAILER_MISMATCH,
          "the SHA-256 behind the snapshot is not that of the bytes before it: it was damaged or"
              + " changed, and nothing is made of it");
    }
  }

  /// Writes everything, the trailer included.
  ///
  /// @param trailer filled with what stands at the end of the file
  /// @return SHA-256 of the whole file
  private String write(
      SnapshotPlan plan,
      LongTable digests,
      OutputFile output,
      BackgroundDigest inputDigest,
      byte[] trailer)
      throws IOException {
    long failedBefore = tally.failed();
    List<PageRange> ranges = plan.ranges(RANGE_BYTES);
    HashedOutput hashed = new HashedOutput(output, plan.metaPages(), ranges);
    ValueWork<RangeWriter> work = new ValueWork<>();
    List<ValueWork.Task<RangeWriter>> tasks = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      int number = i;
      tasks.add(
          writer -> {
            writer.write(number, ranges.get(number));
            progress.accept(ranges.get(number).length());
          });
    }
    work.offer(tasks);
    work.run(options.jobs(), () -> newWriter(plan, digests, hashed), inputDigest::join);
    // What opened when it was planned, too: a plugin that is gone since.
    if (tally.failed() > failedBefore) {
      throw tally.failure(image.displayPath());
    }
    refuseDamaged(inputDigest.join());
    hashed.writeTrailer(plan.imageLength(), trailer);
    return HexFormat.of().formatHex(hashed.digest(trailer));
  }

  private RangeWriter newWriter(SnapshotPlan plan, LongTable digests, HashedOutput output) {
    return new RangeWriter(
        plan, new ValueRewriter(image.displayPath(), options, tally, digests), output);
  }

  /// Belongs to one thread.
  private static final class RangeWriter implements ValueWork.Worker {
    private final ValueRewriter values;
    private final HashedOutput.Ranges target;
    private final PageWriter pages;

    RangeWriter(SnapshotPlan plan, ValueRewriter values, HashedOutput output) {
      this.values = values;
      this.target = output.new Ranges();
      this.pages = plan.newWriter(values, target);
    }

    void write(int number, PageRange range) throws IOException {
      target.begin(number);
      pages.write(range);
      target.end();
    }

    @Override
    public void close() {
      values.close();
    }
  }

  private RewriteReport report(
      BackgroundDigest inputDigest,
      SnapshotPlan plan,
      Optional<String> sha256,
      RewriteReport.Verified verified,
      RewriteReport.Seconds seconds) {
    return new RewriteReport(
        InputFacts.of(image, inputDigest.join()),
        new RewriteReport.Output(plan.imageLength() + FileDigest.TRAILER_BYTES, sha256),
        new RewriteReport.Values(
            tally.transformed(),
            tally.copiedValues(),
            tally.failed(),
            plan.dropped(),
            tally.encryptedLeft(),
            tally.current()),
        tally.byKey(),
        verified,
        seconds,
        tally.failures(),
        options.resources().stream().filter(named -> !tally.hasIncluded(named)).toList(),
        unmatchedPrefixes,
        tally.plaintext());
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
