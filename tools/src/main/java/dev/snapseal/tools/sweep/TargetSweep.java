package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.FileAudit;
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
import dev.snapseal.tools.report.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Searches one target: a file of any kind, and everything in it that can be unpacked. Belongs to
/// one thread, which may have others help.
final class TargetSweep {
  private static final int HEAD_BYTES = 128 * 1024;

  /// A map has so many cells at most.
  private static final int MOST_CELLS = 2400;

  /// What a map tells apart.
  private static final int MAP_BYTES = 4096;

  private static final String NO_TRAILER =
      "the SHA-256 behind the snapshot is not that of the bytes before it: those were changed, or"
          + " its 32 bytes are something else";

  private static final String WAL = "wal";
  private static final String RAFT = "raft";
  private static final String RAW = "raw";
  private static final String ZERO = "zero";

  private final SweepTarget target;
  private final InputStream stdin;
  private final SweepContext context;
  private final LongConsumer progress;
  private final SweptTotals totals;

  /// @param stdin read if that is the target
  /// @param progress told the bytes done since it was last told
  /// @param totals told what is found; its hits are those of the context
  TargetSweep(
      SweepTarget target,
      InputStream stdin,
      SweepContext context,
      LongConsumer progress,
      SweptTotals totals) {
    this.target = target;
    this.stdin = stdin;
    this.context = context;
    this.progress = progress;
    this.totals = totals;
  }

  /// What a file seems to be by its beginning.
  static ContentType typeOf(FileChannel file, long sizeBytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment head = arena.allocate(Math.min(HEAD_BYTES, sizeBytes));
      int there = Math.max(0, file.read(head.asByteBuffer(), 0));
      return ContentType.of(head.asSlice(0, there));
    }
  }

  /// Searches a file.
  ///
  /// @param type what it seems to be
  void run(FileChannel file, ContentType type) throws IOException {
    switch (type) {
      case BBOLT, GZIP, ZSTD, ZLIB, GO_LZW, ZIP, TAR, DELTA -> backup(file);
      case AGE -> sealed(type);
      case XZ, BZIP2, SEVEN_ZIP, LZ4, COMPRESS ->
          skip(target.path(), type.description(), target.sizeBytes());
      default -> raw(file);
    }
  }

  /// What comes in is read to its end first.
  void standardInput() throws IOException {
    String path = BackupInput.STANDARD_INPUT;
    try (BackupInput input = BackupInput.openWithOthers(path, stdin, inputOptions())) {
      contents(input, Optional.empty());
    } catch (InputException e) {
      totals.add(FailedInput.of(e));
    }
  }

  /// A backup, or an archive and everything in it.
  private void backup(FileChannel file) throws IOException {
    try (BackupInput input = BackupInput.openWithOthers(target.path(), stdin, inputOptions())) {
      contents(input, target.kind());
      input.verifyUnchanged();
    } catch (InputException e) {
      totals.add(Unexamined.caveat(target.path(), "was searched as it is: " + e.getMessage()));
      raw(file);
    }
  }

  /// Its own bytes say nothing to whoever cannot open it.
  private void sealed(ContentType type) throws IOException {
    if (context.options().identities().isEmpty()) {
      skip(target.path(), type.description() + "; open it with -i IDENTITY", target.sizeBytes());
      return;
    }
    try (BackupInput input = BackupInput.openWithOthers(target.path(), stdin, inputOptions())) {
      contents(input, target.kind());
      input.verifyUnchanged();
    } catch (InputException e) {
      totals.add(FailedInput.of(e));
    }
  }

  private InputOptions inputOptions() {
    return InputOptions.standard().with(context.options().identities());
  }

  private void contents(BackupInput input, Optional<InputKind> kind) throws IOException {
    for (BackupImage image : input.images()) {
      // What stands between an archive's members is not looked at.
      if (!image.layers().isEmpty()) {
        totals.leaveUnexplained();
      }
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
      if (kind.isEmpty() || member.origin() == SkippedMember.Origin.INSIDE) {
        skip(member.displayPath(), member.why(), 0);
      }
    }
  }

  private void store(BackupImage image, InputKind kind) throws IOException {
    FileAudit audit;
    try {
      audit = StoreSweep.run(image, context, progress);
    } catch (CorruptSnapshotException e) {
      damagedStore(image, kind, e);
      return;
    }
    StoreSweep.regions(audit).forEach(totals::addRegion);
    audit.charts().ifPresent(totals::add);
    totals.addUnattributed(audit.totals().unattributedBytes());
    if (audit.verdict(StoreSweep.auditOptions(context.options())) == Verdict.UNDETERMINED) {
      totals.leaveUnexplained();
    }
    if (audit.digest().trailer() == FileDigest.Trailer.INVALID) {
      totals.add(Unexamined.caveat(image.displayPath(), NO_TRAILER));
    }
    long malformed = audit.totals().malformed();
    if (malformed > 0) {
      skip(
          image.displayPath(),
          notJudged(malformed) + "; where: snapseal audit " + ShellWord.of(target.path()),
          0);
    }
    totals.add(
        new SweepReport.SweptFile(
            image.displayPath(),
            kind,
            "bbolt file",
            image.bytes().byteSize(),
            Optional.of(audit.digest().sha256()),
            audit.digest().trailer()));
  }

  /// What nobody can say of a value may be that it is readable.
  private static String notJudged(long values) {
    return Quantity.count(values, "value")
        + " could not be judged: the record is damaged, or what follows k8s:enc: is no provider";
  }

  private void damagedStore(BackupImage image, InputKind kind, CorruptSnapshotException damage)
      throws IOException {
    String path = image.displayPath();
    String what =
        "a damaged bbolt file, searched without its structure (%s); what is left of it in a sound"
                .formatted(FailedInput.of(damage).reason())
            + " one: snapseal salvage "
            + ShellWord.of(path)
            + " --output saved.db";
    if (damage.rule() == StructureRule.FILE_TRUNCATED) {
      skip(path, "its end is missing: " + what, 0);
    } else {
      totals.add(Unexamined.caveat(path, what));
    }
    SnapshotBytes bytes = new SnapshotBytes(path, image.bytes());
    raw(path, kind, EtcdFile.OTHER, bytes.length(), new MemoryWindows(bytes));
  }

  private void raw(FileChannel file) throws IOException {
    Medium medium = Medium.of(target.path(), file, target.sizeBytes());
    if (medium.container().isPresent()) {
      skip(target.path(), medium.container().get(), target.sizeBytes());
      return;
    }
    medium.hidden().forEach(why -> skip(target.path(), why, 0));
    medium.caveats().forEach(why -> totals.add(Unexamined.caveat(target.path(), why)));
    EtcdFile known = target.isDevice() ? EtcdFile.OTHER : identified(file);
    FileWindows windows =
        new FileWindows(
            target.path(),
            file,
            target.sizeBytes(),
            FileWindows.Size.of(known.log()),
            target.isDevice() ? FileWindows.Access.READ : FileWindows.Access.MAPPED);
    raw(target.path(), target.kind().orElse(InputKind.IMAGE), known, target.sizeBytes(), windows);
  }

  /// What cannot be read is nothing known.
  private EtcdFile identified(FileChannel file) throws IOException {
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
        context.options().detail() == AuditOptions.Detail.CHARTS && sizeBytes > 0
            ? Optional.of(new ByteMapCollector<>(SweptContent.class, sizeBytes, MAP_BYTES))
            : Optional.empty();
    WindowScan.Source source = new WindowScan.Source(path, scope, known.log());
    RawSweep.Outcome outcome = RawSweep.run(windows, context, source, map, progress);
    String region = regionOf(scope);
    totals.addRegion(region, sizeBytes - outcome.zeroBytes());
    totals.addRegion(ZERO, outcome.zeroBytes());
    long zeroes = outcome.zeroBytes();
    for (ByteRange range : windows.unread()) {
      totals.add(Unexamined.skipped(path, "the machine could not read it", range.length()));
      map.ifPresent(cells -> cells.mark(range.start(), range.end(), SweptContent.UNREAD));
      // It was taken for zeroes, and counted as such where it filled a block of them.
      long asZeroes = Math.min(range.length(), zeroes);
      zeroes -= asZeroes;
      totals.addRegion(ZERO, -asZeroes);
      totals.addRegion(region, asZeroes - range.length());
    }
    if (outcome.malformed() > 0) {
      skip(path, notJudged(outcome.malformed()), 0);
    }
    outcome.unopened().forEach(stream -> skip(path, stream.why(path), 0));
    if (outcome.moreUnopened() > 0) {
      skip(
          path,
          Quantity.count(outcome.moreUnopened(), "more compressed stream") + " like these",
          0);
    }
    map.ifPresent(cells -> totals.add(new SweepReport.RawChart(path, cells.map(MOST_CELLS))));
    boolean isExplained = known.isExplained() && outcome.unaccounted() == 0;
    if (!isExplained && outcome.zeroBytes() != sizeBytes) {
      totals.leaveUnexplained();
    }
    totals.add(
        new SweepReport.SweptFile(
            path, kind, words(scope), sizeBytes, outcome.sha256(), FileDigest.Trailer.ABSENT));
  }

  private static String words(Scope scope) {
    return switch (scope) {
      case WAL -> "write-ahead log";
      case RAFT -> "raft snapshot";
      default -> "raw bytes";
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
    totals.add(Unexamined.skipped(path, why, bytes));
    progress.accept(bytes);
  }
}
