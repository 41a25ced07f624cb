package dev.snapseal.snapshot.salvage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.salvage.SalvagedBackup.Include;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.etcd.ClusterRows;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys with a wrong bit on pages that are sound otherwise: what they were is lost, and said to be.
final class WrongKeySalvageTest {
  private static final int PUTS = 40;
  private static final long COMPACTED = 30;
  private static final int SUB_OFFSET = 9;

  @Test
  void aSoundStoreLacksNothing() throws IOException {
    try (SalvagedBackup backup = salvage(store())) {
      assertTrue(backup.buckets().stream().allMatch(SalvagedBucket::isWhole));
      assertEquals(0, backup.losses().unreadableElements());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "consistent_index",
        "term",
        "confState",
        "storageVersion",
        "scheduledCompactRev",
        "finishedCompactRev",
        "authRevision",
        "clusterVersion"
      })
  void aRowWithAWrongBitInItsNameIsALoss(String name) throws IOException {
    byte[] file = store();
    int at = onlyPlace(file, name.getBytes(ISO_8859_1));
    for (int bit = 0; bit < 8; bit++) {
      byte[] damaged = file.clone();
      damaged[at + name.length() / 2] ^= (byte) (1 << bit);
      try (SalvagedBackup backup = salvage(damaged)) {
        assertFalse(backup.buckets().stream().allMatch(SalvagedBucket::isWhole), "bit " + bit);
        assertEquals(1, backup.losses().unreadableElements(), "bit " + bit);
      }
    }
  }

  @Test
  void withoutTheRowThatEveryServerWritesBucketMetaIsNotWhole() throws IOException {
    byte[] damaged = store();
    int at = onlyPlace(damaged, "consistent_index".getBytes(ISO_8859_1));
    damaged[at] = 'x';
    damaged[at + 1] = 'y';
    try (SalvagedBackup backup = salvage(damaged)) {
      assertEquals(
          List.of(EtcdBucket.META),
          backup.buckets().stream()
              .filter(bucket -> !bucket.isWhole())
              .map(SalvagedBucket::bucket)
              .toList());
    }
  }

  /// Below the compaction nothing else tells that a sub is wrong: the records before it in its
  /// transaction may be gone.
  @Test
  void aSubThatNoTransactionReachesIsSaidAndItsRecordKept() throws IOException {
    byte[] file = store();
    int at = onlyPlace(file, new Revision(COMPACTED - 1, 0).toKeyBytes());
    for (int bit = 24; bit < 63; bit++) {
      byte[] damaged = file.clone();
      damaged[at + SUB_OFFSET + 7 - bit / 8] ^= (byte) (1 << bit % 8);
      try (SalvagedBackup backup = salvage(damaged)) {
        assertEquals(1, backup.losses().unreadableElements(), "bit " + bit);
        assertEquals(PUTS, backup.records().written(), "bit " + bit);
      }
    }
  }

  private static byte[] store() {
    EtcdBuilder store = EtcdBuilder.of(EtcdVersion.V3_6);
    ClusterRows.of(store).authEnabled(3);
    for (int i = 0; i < PUTS; i++) {
      store.put("/registry/configmaps/a/c" + i, "value " + i);
    }
    store.compact(COMPACTED);
    return store.backend(SnapshotBuilder.dataDirectory()).build().bytes();
  }

  private static int onlyPlace(byte[] file, byte[] wanted) {
    String text = new String(file, ISO_8859_1);
    String part = new String(wanted, ISO_8859_1);
    int at = text.indexOf(part);
    assertTrue(at >= 0 && text.indexOf(part, at + 1) < 0, "not once in the file");
    return at;
  }

  private static SalvagedBackup salvage(byte[] file) throws IOException {
    return SalvagedBackup.of(
        new SnapshotBytes("damaged.db", MemorySegment.ofArray(file)), Include.TREE);
  }
}
