package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.check.CheckOptions;
import dev.snapseal.snapshot.check.CheckReport;
import dev.snapseal.snapshot.check.SnapshotChecker;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.layout.DifferenceException;
import dev.snapseal.snapshot.layout.LongTable;
import dev.snapseal.snapshot.layout.PageRange;
import dev.snapseal.snapshot.layout.RecordComparer;
import dev.snapseal.snapshot.layout.SnapshotComparison;
import dev.snapseal.snapshot.layout.SnapshotPlan;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.values.ValueBuffer;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Reads a written backup back, through the reader that every backup goes through.
///
/// Its structure is checked page by page; each element is compared with the source's, byte for
/// byte; a value that was rewritten is opened as an API server with the new configuration opens it,
/// and its plaintext compared with what the source's was.
final class RewriteVerification {
  private static final long RANGE_BYTES = 1 << 22;

  private final SnapshotPlan plan;
  private final RewriteOptions options;
  private final LongTable digests;
  private final OutputFile output;
  private final String name;

  /// @param digests what tells whether a plaintext is the same, at the element's place
  /// @param name for errors
  @SuppressWarnings("MissingSummary")
  RewriteVerification(
      SnapshotPlan plan,
      RewriteOptions options,
      LongTable digests,
      OutputFile output,
      String name) {
    this.plan = plan;
    this.options = options;
    this.digests = digests;
    this.output = output;
    this.name = name;
  }

  /// Verifies everything.
  ///
  /// @throws DifferenceException if the file is not what it should be
  /// @throws UnopenedValuesException if a value that was copied under the new key does not open
  @SuppressWarnings("MustBeClosedChecker") // a thread of its own closes the arena
  RewriteReport.Verified run(byte[] trailer, LongConsumer progress) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      MemorySegment bytes = output.map(plan.imageLength() + FileDigest.TRAILER_BYTES, arena);
      try (Snapshot written = Snapshot.of("output of " + name, bytes)) {
        if (!written.bytes().matches(plan.imageLength(), trailer.length, trailer)) {
          throw new DifferenceException(written.file(), plan.imageLength(), "another SHA-256");
        }
        return run(written, progress);
      }
    } finally {
      // To unmap a gigabyte takes a while, and nothing waits for it.
      Thread.ofPlatform().daemon().name("unmap").start(arena::close);
    }
  }

  private RewriteReport.Verified run(Snapshot written, LongConsumer progress) throws IOException {
    SnapshotComparison comparison = new SnapshotComparison(plan, written);
    RewriteTally unopened = new RewriteTally();
    ValueWork<ValueComparer> work = new ValueWork<>();
    List<ValueWork.Task<ValueComparer>> tasks = new ArrayList<>();
    tasks.add(_ -> checkStructure(written));
    for (PageRange range : plan.ranges(RANGE_BYTES)) {
      tasks.add(
          comparer -> {
            comparer.elements += comparison.compare(range, comparer);
            progress.accept(range.length());
          });
    }
    work.offer(tasks);
    List<ValueComparer> comparers =
        work.run(options.jobs(), () -> new ValueComparer(unopened), () -> {});
    long elements = comparers.stream().mapToLong(comparer -> comparer.elements).sum();
    if (elements != plan.elements()) {
      throw new DifferenceException(
          written.file(), 0, elements + " elements of " + plan.elements() + " were found");
    }
    if (unopened.hasFailures()) {
      throw unopened.failure(name);
    }
    long values = comparers.stream().mapToLong(comparer -> comparer.values).sum();
    return new RewriteReport.Verified(values, true);
  }

  private static void checkStructure(Snapshot written) throws IOException {
    CheckReport report = SnapshotChecker.check(written, CheckOptions.structure().withoutTrailer());
    if (!report.findings().isEmpty()) {
      throw new DifferenceException(
          written.file(),
          report.findings().getFirst().offset().orElse(0),
          report.findings().getFirst().message());
    }
  }

  /// Belongs to one thread.
  private final class ValueComparer implements RecordComparer, ValueWork.Worker {
    private final Optional<ValueTransformers> verifier =
        options.verifiers().map(KeyRing::newWorker);
    private final ResourceReader resources = options.newResourceReader();
    private final ValueBuffer buffer = new ValueBuffer();
    private final PlaintextDigest digest = new PlaintextDigest();
    private final RewriteTally unopened;
    private long elements;
    private long values;

    ValueComparer(RewriteTally unopened) {
      this.unopened = unopened;
    }

    @Override
    public void rewritten(long element, RevisionRecord before, RevisionRecord after)
        throws IOException {
      values++;
      buffer.load(after);
      try {
        int length = buffer.wholeLength();
        long found;
        if (verifier.isPresent()) {
          DecryptedValue value = open(after.keyBytes(), length);
          found = digest.of(value.buffer(), value.offset(), value.length());
        } else {
          found = digest.of(buffer.bytes(), 0, length);
        }
        if (found != digests.get(element)) {
          throw difference(after, "another plaintext than the source's");
        }
      } catch (ValueDecryptionException.KmsUnavailable | ValueDecryptionException.KmsRefused e) {
        unopened.failed(after, e);
      } catch (ValueDecryptionException e) {
        throw difference(after, "a value that does not open: " + e.detail());
      }
    }

    /// What is left as it is because it is under the new key already must open; where failures are
    /// kept, it did when it was planned.
    @Override
    public void copied(RevisionRecord after) throws IOException {
      if (after.valueLength() == 0) {
        return;
      }
      values++;
      if (verifier.isEmpty() || options.onFailure() == RewriteOptions.OnFailure.KEEP) {
        return;
      }
      byte[] key = after.keyBytes();
      if (!options.includes(resources.of(key).orElse(ResourceReader.UNLISTED))) {
        return;
      }
      buffer.load(after);
      try {
        int length = buffer.wholeLength();
        if (StoredValue.isEncrypted(buffer.bytes(), 0, length)) {
          open(key, length).credible();
        }
      } catch (ValueDecryptionException e) {
        unopened.failed(after, e);
      }
    }

    private DecryptedValue open(byte[] key, int length) throws ValueDecryptionException {
      GroupResource resource = resources.of(key).orElse(ResourceReader.UNLISTED);
      return verifier.orElseThrow().decrypt(resource, EtcdKey.of(key), buffer.bytes(), 0, length);
    }

    private DifferenceException difference(RevisionRecord record, String found) {
      return new DifferenceException(
          "output of " + name,
          record.valueOffset(),
          "revision " + record.revision() + ": " + found);
    }

    @Override
    public void close() {
      buffer.close();
      verifier.ifPresent(ValueTransformers::close);
    }
  }
}
