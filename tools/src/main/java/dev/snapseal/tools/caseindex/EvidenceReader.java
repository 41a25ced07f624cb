package dev.snapseal.tools.caseindex;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.PageUsage;
import dev.snapseal.snapshot.RevisionLeaves;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.UnreadPages;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.audit.StateTally;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// Reads one backup, which [#close] ends: first its trees, to know what is live and what is free;
/// then, on all cores, every record into rows.
final class EvidenceReader implements AutoCloseable {
  private final Snapshot snapshot;
  private final RevisionIndex index;
  private final ByteRangeTable freeRecords;
  private final UnreadPages unread;
  private final RevisionLeaves leaves;
  private final PageUsage usage;
  private long firstMain;
  private long lastOfFirst;

  /// Surveys the file.
  ///
  /// @throws dev.snapseal.snapshot.CorruptSnapshotException if there is no tree to follow
  EvidenceReader(Snapshot snapshot) throws IOException {
    this.snapshot = snapshot;
    this.unread = new UnreadPages(snapshot);
    this.leaves = new RevisionLeaves(snapshot);
    this.index = RevisionIndex.empty(snapshot);
    this.freeRecords = new ByteRangeTable(snapshot);
    try {
      this.usage =
          PageUsage.surveyReadable(
              snapshot,
              unread,
              snapshot.recordsOf(index.recordVisitor(), new FirstRevision()),
              leaves);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private final class FirstRevision implements RecordVisitor {
    private int records;

    @Override
    public void record(RevisionRecord record) {
      long main = record.revision().main();
      if (firstMain == 0) {
        firstMain = main;
      }
      if (records < MarkedHistories.MARKED) {
        records++;
        lastOfFirst = main;
      }
    }

    @Override
    public void malformed(MalformedRecordException fault) {
      // The index counts them.
    }
  }

  /// Writes the rows of all records.
  ///
  /// @param progress told the bytes done since it was last told; they add up to the file's length
  /// @return what the index is to say of the evidence
  Evidence index(IndexingContext evidence, InputFacts facts, LongConsumer progress)
      throws IOException {
    IndexingContext context =
        evidence.with(new IndexingContext.Places(index, freeRecords, lastOfFirst));
    ValueWork<IndexingWorker> work = new ValueWork<>();
    List<ValueWork.Task<IndexingWorker>> tasks = tasks();
    TaskProgress steps = new TaskProgress(progress, snapshot.length(), tasks.size());
    work.offer(tasks.stream().map(task -> flushing(task, steps)).toList());
    List<IndexingWorker> workers =
        work.run(ValueWork.jobs(), () -> new IndexingWorker(context), () -> {});
    steps.end();
    return evidence(context, facts, workers);
  }

  private List<ValueWork.Task<IndexingWorker>> tasks() {
    List<ValueWork.Task<IndexingWorker>> tasks = new ArrayList<>();
    for (Snapshot.RevisionPart part : leaves.parts(ValueWork.PARTS)) {
      tasks.add(worker -> part.forEach(new InStore(worker)));
    }
    for (ByteRange range : usage.freeRanges()) {
      tasks.add(worker -> new FreeSpaceIndexer(worker, snapshot, SightingScope.FREE).index(range));
    }
    for (ByteRange range : usage.dirtySlack()) {
      tasks.add(worker -> new FreeSpaceIndexer(worker, snapshot, SightingScope.SLACK).index(range));
    }
    return tasks;
  }

  private static ValueWork.Task<IndexingWorker> flushing(
      ValueWork.Task<IndexingWorker> task, TaskProgress steps) {
    return worker -> {
      task.run(worker);
      worker.flush();
      steps.step();
    };
  }

  private record InStore(IndexingWorker worker) implements RecordVisitor {
    @Override
    public void record(RevisionRecord record) throws IOException {
      worker.inStore(record);
    }

    @Override
    public void malformed(MalformedRecordException fault) {
      // It has no key; the survey has counted it.
    }
  }

  private Evidence evidence(IndexingContext context, InputFacts facts, List<IndexingWorker> workers)
      throws IOException {
    StateTally tally = new StateTally();
    workers.forEach(worker -> tally.addAll(worker.tally()));
    Optional<MetaValues> meta = meta();
    EvidenceKeys keys = EvidenceKeys.of(context, workers);
    return new Evidence(
        context.number(),
        Evidence.Source.STORE,
        facts,
        workers.stream().flatMap(worker -> worker.cluster().stream()).findFirst(),
        firstMain,
        index.lastMain(),
        meta.map(MetaValues::compactRevision).orElse(OptionalLong.empty()),
        meta.map(MetaValues::consistentIndex).orElse(OptionalLong.empty()),
        index.records(),
        keys,
        new Evidence.Gaps(
            unread.count(),
            index.malformed(),
            workers.stream().mapToLong(IndexingWorker::longKeys).sum(),
            keys.unopened(),
            0,
            workers.stream().mapToLong(IndexingWorker::malformedValues).sum(),
            nameless(workers)),
        tally.states(),
        context.rowSet());
  }

  private static Map<String, Long> nameless(List<IndexingWorker> workers) {
    return workers.stream()
        .flatMap(worker -> worker.nameless().entrySet().stream())
        .collect(
            Collectors.groupingBy(Map.Entry::getKey, Collectors.summingLong(Map.Entry::getValue)));
  }

  /// Of a damaged file it may be out of reach.
  private Optional<MetaValues> meta() throws IOException {
    return unread.count() == 0 ? Optional.of(MetaValues.read(snapshot)) : Optional.empty();
  }

  @Override
  public void close() {
    index.close();
    freeRecords.close();
  }
}
