package dev.snapseal.benchmarks;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.keys.DecryptedValue;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.ValueTransformers;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.layout.PageRange;
import dev.snapseal.snapshot.layout.PageTarget;
import dev.snapseal.snapshot.layout.PageWriter;
import dev.snapseal.snapshot.layout.RecordPlan;
import dev.snapseal.snapshot.layout.SnapshotPlan;
import dev.snapseal.snapshot.layout.ValueWriter;
import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.values.ValueBuffer;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Snapseal's way to bring a snapshot from `aescbc` to `aesgcm`, as `rekey` goes it, but without
/// hashes, checksums, a file and a second reading.
final class RewriteInMemory {
  /// As the command cuts a file.
  static final long RANGE_BYTES = (1 << 20) - (1 << 17);

  private final Snapshot source;
  private final KeyRing ring;

  RewriteInMemory(Snapshot source, KeyRing ring) {
    this.source = source;
    this.ring = ring;
  }

  /// Fixes every page of the new file; the caller closes the plan.
  SnapshotPlan plan() throws IOException {
    try (Values values = new Values(ring)) {
      return SnapshotPlan.of(source, values, Map.of());
    }
  }

  /// Writes every page but the metas.
  ///
  /// @param target for all threads
  static void write(SnapshotPlan plan, KeyRing ring, int threads, PageTarget target)
      throws IOException {
    ValueWork<RangeWriter> work = new ValueWork<>();
    work.offer(
        plan.ranges(RANGE_BYTES).stream()
            .<ValueWork.Task<RangeWriter>>map(range -> writer -> writer.write(range))
            .toList());
    List<RangeWriter> writers =
        work.run(threads, () -> new RangeWriter(plan, new Values(ring), target), () -> {});
    Gate.require(writers.size() == threads, "there are not as many threads as were asked for");
  }

  private static final class RangeWriter implements ValueWork.Worker {
    private final Values values;
    private final PageWriter pages;

    RangeWriter(SnapshotPlan plan, Values values, PageTarget target) {
      this.values = values;
      this.pages = plan.newWriter(values, target);
    }

    void write(PageRange range) throws IOException {
      pages.write(range);
    }

    @Override
    public void close() {
      values.close();
    }
  }

  /// What becomes of each value. Belongs to one thread.
  private static final class Values implements RecordPlan, ValueWriter, AutoCloseable {
    private final KubernetesKeyReader keys = new KubernetesKeyReader();
    private final ValueBuffer buffer = new ValueBuffer();
    private final KeyRing ring;
    private final ValueTransformers transformers;

    Values(KeyRing ring) {
      this.ring = ring;
      this.transformers = ring.newWorker();
    }

    @Override
    public long newValueLength(RevisionRecord record) throws IOException {
      buffer.loadEnds(record);
      GroupResource resource = resource(record);
      byte[] stored = buffer.bytes();
      if (ring.seemsCurrent(resource, stored, 0, buffer.length())) {
        return COPY;
      }
      return transformers.encryptedLength(
          resource, transformers.plainLength(stored, 0, buffer.length()).orElseThrow());
    }

    @Override
    public void malformed(MalformedRecordException fault) throws IOException {
      throw fault;
    }

    @Override
    public void write(long element, RevisionRecord record, byte[] out, int outOffset, int length)
        throws IOException {
      buffer.load(record);
      EtcdKey path = EtcdKey.of(record.keyBytes());
      try {
        DecryptedValue value =
            transformers.decryptWithAnyKey(path, buffer.bytes(), 0, buffer.length());
        transformers.encrypt(
            resource(record), path, value.buffer(), value.offset(), value.length(), out, outOffset);
      } catch (ValueDecryptionException e) {
        throw new IllegalStateException("the image was sealed with this key", e);
      }
    }

    private GroupResource resource(RevisionRecord record) {
      return ((ObjectKey) keys.read(record.keyBytes())).groupResource();
    }

    @Override
    public void close() {
      buffer.close();
      transformers.close();
    }
  }
}
