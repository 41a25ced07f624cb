package dev.snapseal.tools.export;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.BackgroundDigest;
import dev.snapseal.tools.export.ManifestMaker.Outcome;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.state.LiveRecords;
import dev.snapseal.tools.values.Turns;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/// Writes the objects of a backup, as they were at one revision, in the order in which `kubectl
/// apply` can take them.
///
/// Values are opened, decoded and rendered by all cores, a batch of bounded size each, and written
/// in order.
public final class BackupExport {
  private static final int BATCH_RECORDS = 128;
  private static final long BATCH_BYTES = 1 << 20;

  private final LiveRecords live;
  private final ManifestSink sink;
  private final ExportTally tally = new ExportTally();
  private final Turns turns = new Turns();

  private BackupExport(LiveRecords live, ManifestSink sink) {
    this.live = live;
    this.sink = sink;
  }

  /// Which fields of an object are written.
  public enum Fields {
    /// Those that another cluster takes.
    MANIFEST,
    /// All, as the API server shows them.
    ALL
  }

  /// What is exported.
  ///
  /// @param revision main revision whose state it is; empty: the newest
  /// @param etcdPrefixes values of the API server's `--etcd-prefix`, beside the usual one
  public record ExportOptions(
      ExportSelection selection, OptionalLong revision, Fields fields, List<String> etcdPrefixes) {
    public ExportOptions {
      etcdPrefixes = List.copyOf(etcdPrefixes);
    }
  }

  /// Where manifests go, once it is certain that there are some.
  @FunctionalInterface
  public interface SinkOpener {
    ManifestSink open() throws IOException;
  }

  /// Exports a backup.
  ///
  /// Values that cannot be opened or decoded are passed over and listed.
  ///
  /// @param ring stays the caller's
  /// @param sinks asked once, after the selection was found not to be empty
  /// @param progress told the bytes worked on since it was last told, of twice the file's
  /// @throws NothingSelectedException if something that was named is not there
  public static ExportReport run(
      BackupImage image,
      ExportOptions options,
      Optional<KeyRing> ring,
      SinkOpener sinks,
      LongConsumer progress)
      throws IOException {
    BackgroundDigest digest = BackgroundDigest.start(image, progress);
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes())) {
      SelectedKeys selected = new SelectedKeys(options);
      LiveRecords live = LiveRecords.read(snapshot, options.revision(), selected::rank, progress);
      selected.refuseUnmet(snapshot.file(), live.revision());
      ManifestSink sink = sinks.open();
      BackupExport export = new BackupExport(live, sink);
      ValueWork<ManifestMaker> work = new ValueWork<>(export.turns::end);
      work.offer(export.batches());
      work.run(ValueWork.jobs(), () -> new ManifestMaker(options, sink, ring), () -> {});
      return export.tally.report(
          InputFacts.of(image, digest.join()), live.revision(), selected, live.malformed());
    } finally {
      digest.join();
    }
  }

  private List<ValueWork.Task<ManifestMaker>> batches() {
    List<ValueWork.Task<ManifestMaker>> batches = new ArrayList<>();
    int start = 0;
    while (start < live.count()) {
      int end = start;
      long bytes = 0;
      while (end < live.count() && end - start < BATCH_RECORDS && bytes < BATCH_BYTES) {
        bytes += live.lengthBytes(end++);
      }
      int from = start;
      int to = end;
      int number = batches.size();
      batches.add(maker -> make(number, from, to, maker));
      start = end;
    }
    return batches;
  }

  private void make(int batch, int from, int to, ManifestMaker maker) throws IOException {
    List<Outcome> outcomes = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      outcomes.add(maker.make(live.get(i)));
    }
    if (turns.await(batch)) {
      for (int i = from; i < to; i++) {
        handOver(live.get(i), outcomes.get(i - from));
      }
      turns.done();
    }
  }

  /// By whoever has the turn.
  private void handOver(RevisionRecord record, Outcome outcome) throws IOException {
    switch (outcome) {
      case Outcome.Made made -> {
        sink.write(made.manifest(), made.text());
        tally.written(record, made.key(), made.manifest());
      }
      case Outcome.Left left -> tally.leftOut(left.reason());
      case Outcome.LacksKey lacking -> tally.lacksKey(record, lacking.reason());
      case Outcome.Failed failed -> tally.failed(record, failed.reason());
      case Outcome.Unselected _ -> {
        // Nobody asked for it.
      }
    }
  }
}
