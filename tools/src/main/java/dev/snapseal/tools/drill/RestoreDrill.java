package dev.snapseal.tools.drill;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.check.CheckReport;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.tools.drill.DrillStep.Name;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.state.LiveRecords;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Rehearses the whole restore of a backup, step by step, and goes on as long as that makes sense.
///
/// Nothing outside the drill's own folder is changed, and that is removed in the end.
public final class RestoreDrill {
  private final BackupImage image;
  private final DrillOptions options;
  private final DrillLog log = new DrillLog();

  private RestoreDrill(BackupImage image, DrillOptions options) {
    this.image = image;
    this.options = options;
  }

  /// Makes a drill.
  ///
  /// @param progress told the bytes hashed, copied and compared since it was last told; together at
  ///   most three times the image's length
  /// @throws IOException if the drill cannot make its folder; what a step meets is in the report
  public static DrillReport run(BackupImage image, DrillOptions options, LongConsumer progress)
      throws IOException, InterruptedException {
    return new RestoreDrill(image, options).run(progress);
  }

  private DrillReport run(LongConsumer progress) throws IOException, InterruptedException {
    BackupExamination examination = new BackupExamination(image, options, log);
    InputFacts input = examination.trailer(progress);
    CheckReport structure = examination.structure();
    if (!log.isOk(Name.STRUCTURE)) {
      leaveAllFrom(Name.SCHEMA, "the structure is damaged");
      return report(input, Optional.empty());
    }
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes());
        RevisionIndex index = RevisionIndex.build(snapshot)) {
      LiveRecords live = LiveRecords.read(snapshot, index, RestoreDrill::rank);
      StoreFacts facts = StoreFacts.read(snapshot);
      examination.schema(structure, index, facts, live);
      examination.keys(live);
      if (!log.isOk(Name.TRAILER) || !log.isOk(Name.SCHEMA)) {
        leaveAllFrom(
            Name.RESTORE,
            log.isOk(Name.TRAILER) ? "the schema is wrong" : "the trailer does not fit");
        return report(input, Optional.empty());
      }
      Rehearsal rehearsal =
          new Rehearsal(image, options, log, snapshot, index, live, facts, examination, progress);
      rehearsal.run();
      return report(input, Optional.of(rehearsal));
    } catch (CorruptSnapshotException e) {
      throw new IllegalStateException("the checker found no fault where the reader does", e);
    }
  }

  /// The record that `--bump-revision` makes has no key, and no range shows it.
  private static int rank(MemorySegment key) {
    return key.byteSize() == 0 ? LiveRecords.NONE : 0;
  }

  private void leaveAllFrom(Name first, String why) {
    for (Name name : EnumSet.range(first, Name.DECRYPT)) {
      log.leave(name, why);
    }
    if (options.baseline().isPresent()) {
      log.leave(Name.COUNTS, why);
    }
  }

  private DrillReport report(InputFacts input, Optional<Rehearsal> rehearsal) {
    return new DrillReport(
        input,
        log.steps(),
        log.left(),
        rehearsal.map(Rehearsal::keysCompared).orElse(0L),
        rehearsal.flatMap(Rehearsal::counts),
        rehearsal.flatMap(Rehearsal::restored),
        rehearsal.map(Rehearsal::surprises).orElse(List.of()));
  }
}
