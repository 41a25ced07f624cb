package dev.snapseal.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.kv.RecordCarver;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.testdata.TestData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Backups of real clusters against what `etcdctl snapshot status -w json` (3.4.23) and the servers
/// said of them.
class RealBackupsTest {

  @ParameterizedTest
  @CsvSource({
    "etcd-3.5, 0-plain, 3074199498, 123, 130, 319488",
    "etcd-3.5, 2-cbc2, 1729860699, 241, 252, 479232",
    "etcd-3.5, 5-stamp, 1381788385, 418, 331, 831488",
    "etcd-3.5, final, 3024509870, 539, 452, 1376256",
    "etcd-3.6, 0-plain, 904042786, 123, 131, 147456",
    "etcd-3.6, 2-cbc2, 2781740711, 241, 253, 344064",
    "etcd-3.6, 5-stamp, 2295922203, 418, 332, 643072",
    "etcd-3.6, final, 463385230, 539, 453, 991232",
    "remnant-3.6, remnant, 1592639047, 598, 306, 1155072",
    "zoo-1.36, zoo, 3371823067, 432, 442, 659456",
  })
  void theStatusIsWhatEtcdctlPrints(
      String cluster, String epoch, long hash, long revision, long elements, long size)
      throws IOException {
    try (Snapshot snapshot = open(cluster, epoch);
        RevisionIndex index = RevisionIndex.build(snapshot)) {
      AtomicLong count = new AtomicLong();
      for (Bucket bucket : snapshot.buckets()) {
        snapshot.forEach(bucket, (leaf, element) -> count.incrementAndGet());
      }
      assertEquals(hash, StatusHash.of(snapshot));
      assertEquals(revision, index.lastMain());
      assertEquals(elements, count.get());
      assertEquals(size, snapshot.imageLength());
      assertEquals(FileDigest.Trailer.VALID, FileDigest.compute(snapshot, done -> {}).trailer());
    }
  }

  @ParameterizedTest
  @CsvSource({"etcd-3.5, 3309938390, 299", "etcd-3.6, 3813421629, 299"})
  void hashKvIsWhatTheServerAnswered(String cluster, long hash, long compactRevision)
      throws IOException {
    try (Snapshot snapshot = open(cluster, "final");
        RevisionIndex index = RevisionIndex.build(snapshot)) {
      MetaValues meta = MetaValues.read(snapshot);
      assertEquals(hash, HashKv.of(snapshot, meta, index, index.lastMain()));
      assertEquals(compactRevision, meta.compactRevision().orElseThrow());
      assertEquals(313, index.liveKeys());
    }
  }

  @ParameterizedTest
  @CsvSource({"etcd-3.5, final", "etcd-3.6, final", "remnant-3.6, remnant", "zoo-1.36, zoo"})
  void theRegionsAddUpToTheFile(String cluster, String epoch) throws IOException {
    try (Snapshot snapshot = open(cluster, epoch)) {
      PageUsage usage = PageUsage.surveyWithSlack(snapshot);
      assertEquals(snapshot.length(), usage.regions().stream().mapToLong(FileRegion::bytes).sum());
      assertEquals(List.of(), usage.dirtySlack());
      PageCounts counts = usage.counts();
      assertEquals(
          counts.total(),
          counts.free()
              + counts.leaf()
              + counts.branch()
              + counts.overflow()
              + counts.freelist()
              + counts.meta());
    }
  }

  @Test
  void thePartsOfTheTreeTogetherAreTheWholeInOrder() throws IOException {
    try (Snapshot snapshot = open("etcd-3.6", "final")) {
      List<String> whole = new ArrayList<>();
      snapshot.forEachRevision(collector(whole));
      List<String> parts = new ArrayList<>();
      List<Snapshot.RevisionPart> split = snapshot.revisionParts(8);
      assertTrue(split.size() >= 8);
      for (Snapshot.RevisionPart part : split) {
        part.forEach(collector(parts));
      }
      assertFalse(whole.isEmpty());
      assertEquals(whole, parts);
    }
  }

  @Test
  void recordsOfFormerTimesAreCarvedFromFreePages() throws IOException {
    try (Snapshot snapshot = open("remnant-3.6", "remnant")) {
      AtomicLong records = new AtomicLong();
      AtomicLong bytes = new AtomicLong();
      RecordCarver carver = new RecordCarver(snapshot.bytes(), snapshot.meta().pageSize());
      List<ByteRange> free = PageUsage.survey(snapshot).freeRanges();
      for (ByteRange range : free) {
        carver.carve(
            range,
            new RecordCarver.Visitor() {
              @Override
              public void record(RevisionRecord record) {
                records.incrementAndGet();
                bytes.addAndGet(record.recordLength());
              }

              @Override
              public void gap(ByteRange gap) {
                bytes.addAndGet(gap.length());
              }
            });
      }
      assertTrue(records.get() >= 260, "found " + records.get());
      assertEquals(free.stream().mapToLong(ByteRange::length).sum(), bytes.get());
    }
  }

  private static Snapshot open(String cluster, String epoch) throws IOException {
    return Snapshot.open(
        epoch.contains("-") || "final".equals(epoch)
            ? TestData.cluster(cluster).epoch(epoch)
            : TestData.cluster(cluster).finalDb());
  }

  private static RecordVisitor collector(List<String> seen) {
    return new RecordVisitor() {
      @Override
      public void record(RevisionRecord record) {
        seen.add(record.revision() + "@" + record.recordOffset());
      }

      @Override
      public void malformed(MalformedRecordException fault) throws IOException {
        throw fault;
      }
    };
  }
}
