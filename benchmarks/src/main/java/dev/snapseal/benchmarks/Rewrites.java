package dev.snapseal.benchmarks;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.layout.PageTarget;
import dev.snapseal.snapshot.layout.SnapshotPlan;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ways to rewrite one snapshot in memory, from `aescbc` to `aesgcm` under the same key.
final class Rewrites implements AutoCloseable {
  private static final Pattern SECRET = Pattern.compile("secret: (\\S+)");

  /// Takes what is written and keeps nothing.
  private static final PageTarget DROPPED = (bytes, length, position) -> bytes;

  private final LargeImage image;
  private final Snapshot source;
  private final KeyRing ring;
  private final RewriteInMemory rewrite;
  private final BareRewrite bare;
  private final SnapshotPlan plan;

  /// @throws IllegalStateException if not all ways come to the same plaintexts
  Rewrites(LargeImage image) throws IOException {
    this.image = image;
    String toGcm = image.configuration().replace("aescbc", "aesgcm");
    Matcher secret = SECRET.matcher(image.configuration());
    Gate.require(secret.find() && !toGcm.equals(image.configuration()), "no key to rewrite with");
    byte[] key = Base64.getDecoder().decode(secret.group(1));
    source = Snapshot.of("benchmark", image.bytes());
    ring = SealingKey.ring(List.of(toGcm, image.configuration()));
    rewrite = new RewriteInMemory(source, ring);
    bare =
        new BareRewrite(
            source, new SealingKey(Provider.AESCBC, key), new SealingKey(Provider.AESGCM, key));
    plan = rewrite.plan();
    check(SealingKey.ring(List.of(image.configuration())), SealingKey.ring(List.of(toGcm)));
  }

  private void check(KeyRing before, KeyRing after) throws IOException {
    PlaintextSum wanted = sum(source, before);
    Gate.require(wanted.values() == image.values(), "the image has other values than were made");
    Gate.require(bare.sum().isSame(wanted), "the bare ciphers come to other plaintexts");
    try (Arena arena = Arena.ofShared()) {
      MemorySegment written = arena.allocate(plan.imageLength());
      written.copyFrom(MemorySegment.ofArray(plan.metaPages()));
      PageTarget kept =
          (bytes, length, position) -> {
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, written, position, length);
            return bytes;
          };
      RewriteInMemory.write(plan, ring, 2, kept);
      Gate.require(
          sum(Snapshot.of("rewritten", written), after).isSame(wanted),
          "the rewritten snapshot holds other plaintexts");
    }
  }

  /// The plaintexts of a snapshot, every one opened with these keys alone.
  private static PlaintextSum sum(Snapshot snapshot, KeyRing ring) throws IOException {
    PlaintextSum sum = new PlaintextSum();
    try (ValueTransformers transformers = ring.newWorker()) {
      snapshot.forEachRevision(
          new RecordVisitor() {
            @Override
            public void record(RevisionRecord record) {
              byte[] value = new byte[record.valueLength()];
              record.copyValue(value, value.length);
              EtcdKey path = EtcdKey.of(record.keyBytes());
              try {
                sum.add(transformers.decryptWithAnyKey(path, value, 0, value.length).toBytes());
              } catch (ValueDecryptionException e) {
                throw new IllegalStateException("a value does not open", e);
              }
            }

            @Override
            public void malformed(MalformedRecordException fault) {
              throw new IllegalStateException(fault);
            }
          });
    }
    return sum;
  }

  /// Bytes of the snapshot that is rewritten.
  long length() {
    return image.bytes().byteSize();
  }

  void cipher(int threads) throws IOException {
    bare.run(threads);
  }

  void copy(int threads) throws IOException {
    List<ValueWork.Task<CopyWorker>> tasks = new ArrayList<>();
    for (long offset = 0; offset < length(); offset += RewriteInMemory.RANGE_BYTES) {
      long start = offset;
      long count = Math.min(RewriteInMemory.RANGE_BYTES, length() - start);
      tasks.add(worker -> MemorySegment.copy(image.bytes(), start, worker.target, 0, count));
    }
    ValueWork<CopyWorker> work = new ValueWork<>();
    work.offer(tasks);
    work.run(threads, CopyWorker::new, () -> {});
  }

  private static final class CopyWorker implements ValueWork.Worker {
    private final MemorySegment target =
        MemorySegment.ofArray(new byte[(int) RewriteInMemory.RANGE_BYTES]);

    @Override
    public void close() {
      // holds nothing that anybody misses
    }
  }

  void write(int threads) throws IOException {
    RewriteInMemory.write(plan, ring, threads, DROPPED);
  }

  void planAndWrite(int threads) throws IOException {
    try (SnapshotPlan fresh = rewrite.plan()) {
      RewriteInMemory.write(fresh, ring, threads, DROPPED);
    }
  }

  @Override
  public void close() {
    plan.close();
    ring.close();
  }
}
