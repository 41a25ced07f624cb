package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.FileAudit;
import dev.snapseal.tools.audit.FileCharts;
import dev.snapseal.tools.audit.Scope;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.chart.ByteMapCollector;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.ContentType;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.InputException;
import dev.snapseal.tools.input.InputKind;
import dev.snapseal.tools.input.InputOptions;
import dev.snapseal.tools.input.SkippedMember;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/// Searches every byte of files, directories and disks for what can be read.
///
/// A sound bbolt file is audited, and searched for everything else besides; any other file is
/// searched window by window without trusting a pointer in it.
public final class Sweep {
  private static final int HEAD_BYTES = 128 * 1024;

  /// Maps of so many files are made, of so many cells at most.
  private static final int MOST_CHARTS = 8;

  private static final int MOST_CELLS = 2400;

  /// What a map tells apart.
  private static final int MAP_BYTES = 4096;

  private static final String WAL = "wal";
  private static final String RAFT = "raft";
  private static final String RAW = "raw";
  private static final String ZERO = "zero";

  private final InputStream stdin;
  private final SweepOptions options;
  private final SweepContext context;
  private final LongConsumer progress;
  private final List<SweepReport.SweptFile> files = new ArrayList<>();
  private final List<FailedInput> failures = new ArrayList<>();
  private final Map<String, Long> regions = new TreeMap<>();
  private final List<SweepReport.Skipped> skipped = new ArrayList<>();
  private final List<String> caveats = new ArrayList<>();
  private final List<FileCharts> storeCharts = new ArrayList<>();
  private final List<SweepReport.RawChart> rawCharts = new ArrayList<>();
  private long unattributed;
  private boolean isExplained = true;

  private Sweep(InputStream stdin, SweepOptions options, LongConsumer progress) {
    this.stdin = stdin;
    this.options = options;
    this.progress = progress;
    this.context = new SweepContext(options, new Literals(options.canaries()), new HitCollector());
  }

  /// Searches all targets, one after the other.
  ///
  /// @param stdin read if it is among them
  /// @param progress told the bytes done since it was last told; they add up to the targets' sizes
  public static SweepReport run(
      SweepTargets targets, InputStream stdin, SweepOptions options, LongConsumer progress)
      throws IOException {
    long startNanos = System.nanoTime();
    Sweep sweep = new Sweep(stdin, options, progress);
    sweep.failures.addAll(targets.failures());
    for (String link : targets.links()) {
      sweep.skip(link, "a link that leads elsewhere: name what it leads to as well", 0);
    }
    for (SweepTarget target : targets.targets()) {
      sweep.target(target);
    }
    return sweep.report((System.nanoTime() - startNanos) / 1e9);
  }

  /// Everything that is searched for in one pass: what detectors begin with, and the canaries, each
  /// also in base64.
  public static List<byte[]> literals(Canaries canaries) {
    return new Literals(canaries).set().literals();
  }

  private void target(SweepTarget target) throws IOException {
    if (target.isStandardInput()) {
      standardInput();
      return;
    }
    try (FileChannel file = FileChannel.open(target.file(), StandardOpenOption.READ)) {
      ContentType type = typeOf(file);
      switch (type) {
        case BBOLT, GZIP, ZSTD, ZIP, TAR -> backup(target, file);
        case XZ, BZIP2, SEVEN_ZIP, LZ4, COMPRESS, AGE ->
            skip(target.path(), type.description(), target.sizeBytes());
        default -> raw(target, file);
      }
    } catch (IOException e) {
      failures.add(SweepTargets.failed(target.path(), e));
    }
  }

  private static ContentType typeOf(FileChannel file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment head = arena.allocate(HEAD_BYTES);
      int there = Math.max(0, file.read(head.asByteBuffer(), 0));
      return ContentType.of(head.asSlice(0, there));
    }
  }

  /// What comes in is read to its end first.
  private void standardInput() throws IOException {
    String path = BackupInput.STANDARD_INPUT;
    try (BackupInput input = BackupInput.openWithOthers(path, stdin, InputOptions.standard())) {
      contents(input, Optional.empty());
    } catch (InputException e) {
      failures.add(FailedInput.of(e));
    }
  }

  /// A backup, or an archive and everything in it.
  private void backup(SweepTarget target, FileChannel file) throws IOException {
    try (BackupInput input =
        BackupInput.openWithOthers(target.path(), stdin, InputOptions.standard())) {
      contents(input, target.kind());
      input.verifyUnchanged();
    } catch (InputException e) {
      caveats.add("[%s] was searched as it is: %s".formatted(target.path(), e.getMessage()));
      raw(target, file);
    }
  }

  private void contents(BackupInput input, Optional<InputKind> kind) throws IOException {
    for (BackupImage image : input.images()) {
      // What stands between an archive's members is not looked at.
      isExplained &= image.layers().isEmpty();
      store(image, kind.orElse(image.kind()));
    }
    for (BackupImage other : input.others()) {
      SnapshotBytes bytes = new SnapshotBytes(other.displayPath(), other.bytes());
      raw(
          other.displayPath(),
          other.kind(),
          EtcdFile.of(bytes),
          bytes.length(),
          new MemoryWindows(bytes));
    }
    for (SkippedMember member : input.skipped()) {
      // Beside a database that was found in a directory its log was found, too.
      if (kind.isEmpty() || !member.isLogBeside()) {
        skip(member.displayPath(), member.why(), 0);
      }
    }
  }

  private void store(BackupImage image, InputKind kind) throws IOException {
    FileAudit audit;
    try {
      audit = StoreSweep.run(image, context, progress);
    } catch (CorruptSnapshotException e) {
      String what =
          "a damaged bbolt file, searched without its structure (%s); what is left of it in a sound"
                  .formatted(FailedInput.of(e).reason())
              + " one: snapseal salvage "
              + ShellWord.of(image.displayPath())
              + " --output NEW";
      if (e.rule() == StructureRule.FILE_TRUNCATED) {
        skip(image.displayPath(), "its end is missing: " + what, 0);
      } else {
        caveats.add("[%s] %s".formatted(image.displayPath(), what));
      }
      raw(
          image.displayPath(),
          kind,
          EtcdFile.OTHER,
          image.bytes().byteSize(),
          new MemoryWindows(new SnapshotBytes(image.displayPath(), image.bytes())));
      return;
    }
    StoreSweep.addRegions(audit, regions);
    audit.charts().ifPresent(storeCharts::add);
    unattributed += audit.totals().unattributedBytes();
    isExplained &=
        audit.totals().policyValues() > 0
            && audit.totals().unattributedBytes() == 0
            && audit.unread().count() == 0;
    files.add(
        new SweepReport.SweptFile(
            image.displayPath(),
            kind,
            "bbolt file",
            image.bytes().byteSize(),
            Optional.of(audit.digest().sha256()),
            audit.digest().trailer()));
  }

  private void raw(SweepTarget target, FileChannel file) throws IOException {
    Medium medium = Medium.of(target.path(), file, target.sizeBytes());
    if (medium.container().isPresent()) {
      skip(target.path(), medium.container().get(), target.sizeBytes());
      return;
    }
    medium.hidden().forEach(why -> skip(target.path(), why, 0));
    medium.caveats().forEach(caveat -> caveats.add("[%s] %s".formatted(target.path(), caveat)));
    FileWindows windows =
        new FileWindows(
            target.path(),
            file,
            target.sizeBytes(),
            FileWindows.Size.STANDARD,
            target.isDevice() ? FileWindows.Access.READ : FileWindows.Access.MAPPED);
    EtcdFile known = target.isDevice() ? EtcdFile.OTHER : identified(target, file);
    raw(target.path(), target.kind().orElse(InputKind.IMAGE), known, target.sizeBytes(), windows);
    for (ByteRange range : windows.unread()) {
      skip(target.path(), "the machine could not read it", range.length());
      // It was taken for zeroes, and counted as such where it filled a block of them.
      long zeroes = Math.min(range.length(), regions.getOrDefault(ZERO, 0L));
      regions.merge(ZERO, -zeroes, Long::sum);
      regions.merge(regionOf(known.scope()), zeroes - range.length(), Long::sum);
    }
  }

  /// What cannot be read is nothing known.
  private static EtcdFile identified(SweepTarget target, FileChannel file) throws IOException {
    if (target.sizeBytes() == 0 || target.sizeBytes() > EtcdFile.LONGEST) {
      return EtcdFile.OTHER;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, target.sizeBytes(), arena);
      return EtcdFile.of(new SnapshotBytes(target.path(), bytes));
    } catch (InternalError e) {
      return EtcdFile.OTHER;
    }
  }

  private void raw(String path, InputKind kind, EtcdFile known, long sizeBytes, Windows windows)
      throws IOException {
    Scope scope = known.scope();
    Optional<ByteMapCollector<SweptContent>> map =
        options.detail() == AuditOptions.Detail.CHARTS && rawCharts.size() < MOST_CHARTS
            ? Optional.of(new ByteMapCollector<>(SweptContent.class, sizeBytes, MAP_BYTES))
            : Optional.empty();
    RawSweep.Outcome outcome = RawSweep.run(windows, context, path, scope, map, progress);
    map.ifPresent(cells -> rawCharts.add(new SweepReport.RawChart(path, cells.map(MOST_CELLS))));
    String region = regionOf(scope);
    regions.merge(region, sizeBytes - outcome.zeroBytes(), Long::sum);
    regions.merge(ZERO, outcome.zeroBytes(), Long::sum);
    isExplained &= known.isExplained() || outcome.zeroBytes() == sizeBytes;
    files.add(
        new SweepReport.SweptFile(
            path, kind, words(scope), sizeBytes, outcome.sha256(), FileDigest.Trailer.ABSENT));
  }

  private static String words(Scope scope) {
    return switch (scope) {
      case WAL -> "write-ahead log";
      case RAFT -> "raft snapshot";
      default -> "searched as it is";
    };
  }

  private static String regionOf(Scope scope) {
    return switch (scope) {
      case WAL -> WAL;
      case RAFT -> RAFT;
      default -> RAW;
    };
  }

  private void skip(String path, String why, long bytes) {
    skipped.add(new SweepReport.Skipped(path, why, bytes));
    progress.accept(bytes);
  }

  private SweepReport report(double seconds) {
    HitCollector hits = context.hits();
    return new SweepReport(
        List.copyOf(files),
        List.copyOf(failures),
        options.policy(),
        verdict(),
        regions,
        List.copyOf(skipped),
        List.copyOf(caveats),
        hits.counts(),
        hits.hits(),
        hits.encrypted(),
        hits.recognised(),
        List.copyOf(storeCharts),
        List.copyOf(rawCharts),
        unattributed,
        seconds);
  }

  private Verdict verdict() {
    if (context.hits().counts().keySet().stream().anyMatch(Detector::isReadable)) {
      return Verdict.READABLE;
    }
    boolean isAll =
        isExplained
            && !context.hits().encrypted().isEmpty()
            && !files.isEmpty()
            && failures.isEmpty()
            && skipped.isEmpty()
            && caveats.isEmpty()
            && context.hits().recognised().refused() == 0;
    return isAll ? Verdict.UNREADABLE : Verdict.UNDETERMINED;
  }
}
