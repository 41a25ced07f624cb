package dev.snapseal.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.Mutations;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.etcd.ClusterRows;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damage without a plan: whatever the bytes, the reader and the checker end in time with an answer
/// or a declared exception.
class MutatedSnapshotsTest {
  private static final long SEED = 20_261_124;
  private static final long SLOWEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  @Test
  void aSoundFileIsReadToItsEnd() {
    assertTrue(Reading.isSound(smallStore()));
    assertTrue(Reading.isClean(smallStore()));
  }

  /// The trailer vouches for each of them, so that none may pass as clean.
  @Test
  @Timeout(300)
  void noFlippedBitGoesUnnoticed() {
    byte[] file = smallStore();
    List<Integer> unnoticed = new ArrayList<>();
    for (int bit = 0; bit < file.length * 8; bit++) {
      file[bit / 8] ^= (byte) (1 << (bit % 8));
      Reading.isSound(file);
      if (Reading.isClean(file)) {
        unnoticed.add(bit);
      }
      file[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    assertEquals(List.of(), unnoticed);
  }

  @Test
  @Timeout(300)
  void noTruncationGoesUnnoticed() {
    byte[] file = smallStore();
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      Reading.isSound(cut);
      assertFalse(Reading.isClean(cut), "cut to " + length);
    }
  }

  @Test
  void anAddedByteIsNoticed() {
    byte[] file = smallStore();
    assertFalse(Reading.isClean(Arrays.copyOf(file, file.length + 1)));
  }

  @Test
  @Timeout(600)
  void sevenThousandMutationsOfABuiltFileEndInTime() {
    mutate(smallStore(), 7000);
  }

  @Test
  @Timeout(600)
  void threeThousandMutationsOfARealFileEndInTime() throws IOException {
    mutate(Files.readAllBytes(TestData.cluster("etcd-3.6").epoch("0-plain")), 3000);
  }

  private static void mutate(byte[] sound, int count) {
    Mutations mutations = Mutations.of(sound, SEED);
    int readable = 0;
    for (int index = 0; index < count; index++) {
      byte[] file = mutations.file(index);
      long start = System.nanoTime();
      boolean readToItsEnd = Reading.isSound(file);
      boolean clean = Reading.isClean(file);
      long nanos = System.nanoTime() - start;
      int mutation = index;
      assertTrue(
          nanos < SLOWEST_NANOS,
          () -> "mutation %d of seed %d took %d ns".formatted(mutation, SEED, nanos));
      assertTrue(
          readToItsEnd || !clean, () -> "mutation " + mutation + " is clean and cannot be read");
      readable += readToItsEnd ? 1 : 0;
    }
    System.out.printf("%d mutations of seed %d, %d readable%n", count, SEED, readable);
    assertTrue(readable > 0 && readable < count);
  }

  private static byte[] smallStore() {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6).keyBucket(bucket -> bucket.fanOut(4, 3));
    for (int i = 0; i < 12; i++) {
      etcd.put("/registry/a/" + i % 7, "value " + i);
    }
    etcd.delete("/registry/a/3").compact(5);
    ClusterRows.of(etcd).lease(77, 60);
    return etcd.backend(SnapshotBuilder.snapshot().pageSize(512).freelist(FreelistForm.STORED))
        .freeTree(old -> old.fill("k", 6, 20).fanOut(3, 3))
        .build()
        .bytes();
  }
}
