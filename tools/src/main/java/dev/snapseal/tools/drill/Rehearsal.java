package dev.snapseal.tools.drill;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.HashKv;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.tools.drill.DrillStep.Name;
import dev.snapseal.tools.drill.DrillStep.Outcome;
import dev.snapseal.tools.etcd.LiveEtcd;
import dev.snapseal.tools.etcd.ServerStatus;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.report.Quantity;
import dev.snapseal.tools.state.LiveRecords;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The steps that take an etcd: restore, start, compare, decrypt, counts. Belongs to one thread.
final class Rehearsal {
  /// etcd allocates write-ahead log segments of 64 MB before it writes to them.
  private static final long LOG_BYTES = 200L << 20;

  private static final Duration RESTORE_TIME = Duration.ofMinutes(2);
  private static final Duration START_TIME = Duration.ofMinutes(1);

  /// What even a slow disk does in a second.
  private static final long BYTES_PER_SECOND = 10 << 20;

  private static final int COPY_BYTES = 1 << 22;

  private final BackupImage image;
  private final DrillOptions options;
  private final DrillLog log;
  private final Snapshot snapshot;
  private final RevisionIndex index;
  private final LiveRecords live;
  private final StoreFacts facts;
  private final FileDigest.Trailer trailer;
  private final long encrypted;
  private final LongConsumer progress;
  private Optional<EtcdPrograms> programs = Optional.empty();
  private Optional<ServerStatus> status = Optional.empty();
  private Optional<ServedComparison> comparison = Optional.empty();

  Rehearsal(
      BackupImage image,
      DrillOptions options,
      DrillLog log,
      Snapshot snapshot,
      RevisionIndex index,
      LiveRecords live,
      StoreFacts facts,
      BackupExamination examination,
      LongConsumer progress) {
    this.image = image;
    this.options = options;
    this.log = log;
    this.snapshot = snapshot;
    this.index = index;
    this.live = live;
    this.facts = facts;
    this.trailer = examination.trailer();
    this.encrypted = examination.encrypted();
    this.progress = progress;
  }

  void run() throws IOException, InterruptedException {
    try (DrillFolder folder = DrillFolder.create(options.base())) {
      Path data = folder.resolve("data");
      if (!log.take(Name.RESTORE, noSpace(), () -> restore(folder, data))) {
        leave("nothing was restored", Name.START, Name.COMPARE, Name.DECRYPT);
        return;
      }
      EtcdServer[] server = new EtcdServer[1];
      try {
        boolean isUp =
            log.take(
                Name.START,
                byHand(),
                () -> {
                  server[0] = start(folder, data);
                  return startWords(server[0].client());
                });
        if (isUp) {
          compare(server[0].client());
        } else {
          leave("etcd did not start", Name.COMPARE, Name.DECRYPT);
        }
      } finally {
        if (server[0] != null) {
          server[0].close();
        }
      }
    }
  }

  private void leave(String why, Name... names) {
    for (Name name : names) {
      log.leave(name, why);
    }
    if (options.baseline().isPresent()) {
      log.leave(Name.COUNTS, why);
    }
  }

  private String restore(DrillFolder folder, Path data)
      throws IOException, InterruptedException, StepFailure {
    requireSpace();
    EtcdPrograms found =
        EtcdPrograms.find(options.programs(), facts.storage(), folder, options.words());
    programs = Optional.of(found);
    Path copy = folder.resolve("snapshot.db");
    copy(copy);
    List<String> command =
        new ArrayList<>(
            List.of(
                found.restorer().path().toString(),
                "snapshot",
                "restore",
                copy.toString(),
                "--data-dir=" + data));
    if (trailer == FileDigest.Trailer.ABSENT) {
      command.add("--skip-hash-check");
    }
    try (WatchedProcess restoring = folder.start("restore", command)) {
      if (!restoring.await(time(RESTORE_TIME))) {
        throw new StepFailure(
            found.restorer() + " has not ended after " + time(RESTORE_TIME).toSeconds() + " s",
            noSpace());
      }
      if (restoring.exitCode() != 0) {
        throw new StepFailure(
            "%s failed: %s".formatted(found.restorer(), EtcdLog.lastWords(folder.log("restore"))),
            byHand());
      }
    }
    Files.delete(copy);
    return "%s, %s".formatted(found.restorer(), Quantity.bytes(image.bytes().byteSize()));
  }

  /// What etcd's programs take is a plain file; it holds the backup as it is, values as encrypted
  /// as they were.
  private void copy(Path target) throws IOException {
    try (FileChannel file =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long length = image.bytes().byteSize();
      for (long done = 0; done < length; ) {
        long part = Math.min(COPY_BYTES, length - done);
        int written = file.write(image.bytes().asSlice(done, part).asByteBuffer());
        progress.accept(written);
        done += written;
      }
    }
  }

  private void requireSpace() throws IOException, StepFailure {
    long needed = image.bytes().byteSize() * 2 + LOG_BYTES;
    long there = Files.getFileStore(options.base()).getUsableSpace();
    if (there < needed) {
      throw new StepFailure(
          "[%s] has %s left, and a drill takes %s"
              .formatted(options.base(), Quantity.bytes(there), Quantity.bytes(needed)),
          noSpace());
    }
  }

  private List<String> noSpace() {
    return List.of(
        "name a folder on another disk: snapseal drill %s --work-dir FOLDER"
            .formatted(options.words().openedWithKeys()));
  }

  /// Shows all that the programs say.
  private List<String> byHand() {
    return programs
        .map(
            found ->
                List.of(
                    "see all that they say: "
                        + plain()
                            .restore(found.restorer().name(), trailer != FileDigest.Trailer.ABSENT)
                        + " --data-dir /tmp/restored && etcd --data-dir /tmp/restored"))
        .orElse(List.of());
  }

  private PlainFile plain() {
    return PlainFile.of(image, options.words());
  }

  private EtcdServer start(DrillFolder folder, Path data)
      throws IOException, InterruptedException, StepFailure {
    return EtcdServer.start(
        folder, programs.orElseThrow().server(), data, time(START_TIME), byHand());
  }

  private String startWords(LiveEtcd etcd) throws IOException {
    ServerStatus said = etcd.status();
    status = Optional.of(said);
    return "%s, revision %s"
        .formatted(programs.orElseThrow().server(), Quantity.count(said.revision()));
  }

  private Duration time(Duration least) {
    return least.plusSeconds(image.bytes().byteSize() / BYTES_PER_SECOND);
  }

  private void compare(LiveEtcd etcd) throws IOException, InterruptedException {
    try (ValueTrial values = new ValueTrial(options.target(), ValueTrial.Manner.API_SERVER)) {
      ServedComparison served = new ServedComparison(live, values, progress);
      long start = System.nanoTime();
      boolean isWhole =
          log.take(
              Name.COMPARE, List.of(), () -> new StoreComparison(this, etcd, served).compare());
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      comparison = Optional.of(served);
      decrypt(values, served, took);
      if (options.baseline().isPresent()) {
        if (isWhole) {
          log.take(
              Name.COUNTS,
              List.of(),
              () ->
                  BaselineComparison.words(
                      options.baseline().get(), counts().orElseThrow(), options.words()));
        } else {
          log.leave(Name.COUNTS, "what was served is not what the file has");
        }
      }
    }
  }

  /// Values are opened as they come, so this step's time is a part of the one before.
  private void decrypt(ValueTrial values, ServedComparison served, Duration comparing) {
    if (options.target().isEmpty()) {
      log.leave(
          Name.DECRYPT, encrypted > 0 ? "no key was given" : "none needed: nothing is encrypted");
      return;
    }
    Duration took = Duration.ofNanos(Math.min(served.openingNanos(), comparing.toNanos()));
    String seen =
        "%s as served opened, %s not encrypted"
            .formatted(Quantity.count(values.opened(), "value"), Quantity.count(values.plain()));
    if (values.failed() == 0) {
      log.add(Name.DECRYPT, Outcome.OK, took, seen, List.of());
      return;
    }
    log.add(
        Name.DECRYPT,
        Outcome.FAILED,
        took,
        "an API server with this configuration could not read %s: %s"
            .formatted(Quantity.count(values.failed(), "value"), values.failures()),
        inEarnest(values));
  }

  /// What lets an API server read the values.
  private List<String> inEarnest(ValueTrial values) {
    if (!values.away().isEmpty()) {
      return List.of(BackupExamination.pluginsNeeded(values, options.again()));
    }
    List<String> remedies = new ArrayList<>();
    for (DrillOptions.Configuration other : options.others()) {
      if (opensAll(other)) {
        remedies.add(
            "put %s first, and start the API server with it: %s"
                .formatted(other.file(), options.again().withFirst(other.file())));
      }
    }
    remedies.add(
        "start the API server with a configuration whose providers open them, or bring the backup"
            + " under this one first: snapseal rekey %s --config OLD --to-config NEW"
                .formatted(options.words().opened())
            + " --output rekeyed.db");
    return remedies;
  }

  private boolean opensAll(DrillOptions.Configuration configuration) {
    Optional<KeyRing> ring = Optional.of(configuration.ring());
    try (ValueTrial trial = new ValueTrial(ring, ValueTrial.Manner.API_SERVER)) {
      live.stream().forEach(record -> trial.add(record.key(), record.value()));
      return trial.failed() == 0;
    }
  }

  long keysCompared() {
    return comparison.map(ServedComparison::compared).orElse(0L);
  }

  Optional<DrillCounts> counts() {
    return comparison.map(
        served ->
            new DrillCounts(
                revision(), served.compared(), facts.leases().size(), served.byPrefix()));
  }

  Optional<DrillReport.Restored> restored() {
    return status.map(
        said ->
            new DrillReport.Restored(
                said.version(),
                programs.orElseThrow().restorer().toString(),
                log.took(Name.RESTORE),
                log.took(Name.START),
                Long.toHexString(said.clusterId()),
                Long.toHexString(said.memberId())));
  }

  List<DrillReport.Surprise> surprises() {
    return programs
        .map(found -> new Surprises(facts, revision(), found, plain()).all(trailer))
        .orElse(List.of());
  }

  /// Main revision of a store that is brought up from the file.
  ///
  /// @see <a
  ///   href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/storage/mvcc/kvstore.go">etcd
  ///   mvcc/kvstore.go: `restore`</a>
  long revision() {
    return Math.max(1, Math.max(index.lastMain(), facts.meta().compactRevision().orElse(0)));
  }

  long hashKv() throws IOException {
    return HashKv.of(snapshot, facts.meta(), index, Long.MAX_VALUE);
  }

  StoreFacts facts() {
    return facts;
  }

  DrillOptions.Words words() {
    return options.words();
  }
}
