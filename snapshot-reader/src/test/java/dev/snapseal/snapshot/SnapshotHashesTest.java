package dev.snapseal.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.damage.SoundSnapshot;
import dev.snapseal.testdata.damage.SoundSnapshots;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.etcd.EtcdVersion;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotHashesTest {
  private static final String[] KEYS = {"a", "b", "c", "d", "e"};

  /// Puts, deletes, transactions and compactions at random; every revision that can be asked for.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void hashKvIsThatOfTheSlowModelAtEveryRevision(long seed) throws IOException {
    EtcdBuilder etcd = randomHistory(new SplittableRandom(seed));
    assertHashesAgree(TestFiles.open(etcd.snapshot()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void hashKvOfARealStoreIsThatOfTheSlowModel(String cluster) throws IOException {
    try (Snapshot snapshot = Snapshot.open(TestData.cluster(cluster).finalDb())) {
      assertHashesAgree(snapshot);
    }
  }

  @Test
  void theStatusHashIsOfTheContentAndNotOfItsLayout() throws IOException {
    EtcdBuilder etcd = randomHistory(new SplittableRandom(99));
    long plain = status(etcd.snapshot());
    assertEquals(plain, status(etcd.backend(SnapshotBuilder.snapshot().pageSize(65_536)).build()));
    assertEquals(
        plain,
        status(
            etcd.keyBucket(bucket -> bucket.fanOut(2, 2))
                .backend(SnapshotBuilder.snapshot().pageSize(512).freelist(FreelistForm.STORED))
                .leadingFreePages(7)
                .build()));
    assertNotEquals(plain, status(etcd.put("a", "more").snapshot()));
  }

  static List<SoundSnapshot> soundSnapshots() {
    return SoundSnapshots.all();
  }

  /// Nested, inline and empty buckets among them; a nested bucket counts with its name alone.
  @ParameterizedTest
  @MethodSource("soundSnapshots")
  void theStatusHashIsOfAllNamesKeysAndValuesInOrder(SoundSnapshot sound) throws IOException {
    Snapshot snapshot = TestFiles.open(sound.bytes());
    CRC32C crc = new CRC32C();
    for (Bucket bucket : snapshot.buckets()) {
      crc.update(bucket.nameSegment().asByteBuffer());
      snapshot.forEach(
          bucket,
          (leaf, element) -> {
            SnapshotBytes bytes = snapshot.bytes();
            crc.update(bytes.slice(element.keyOffset(), element.keyLength()).asByteBuffer());
            if (!element.isBucket()) {
              crc.update(bytes.slice(element.valueOffset(), element.valueLength()).asByteBuffer());
            }
          });
    }
    assertEquals(crc.getValue(), StatusHash.of(snapshot));
  }

  private static void assertHashesAgree(Snapshot snapshot) throws IOException {
    StoreModel model = StoreModel.of(snapshot);
    MetaValues meta = MetaValues.read(snapshot);
    long compacted = meta.compactRevision().orElse(-1);
    long last;
    try (RevisionIndex index = RevisionIndex.build(snapshot)) {
      last = index.lastMain();
    }
    for (long revision = Math.max(1, compacted); revision <= last; revision++) {
      try (RevisionIndex index = RevisionIndex.build(snapshot, revision)) {
        assertEquals(
            model.hashKv(compacted, revision),
            HashKv.of(snapshot, meta, index, revision),
            "revision " + revision + ", compacted " + compacted);
      }
    }
  }

  private static EtcdBuilder randomHistory(SplittableRandom random) {
    EtcdBuilder etcd = EtcdBuilder.of(EtcdVersion.V3_6);
    Set<String> live = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      String key = KEYS[random.nextInt(KEYS.length)];
      switch (random.nextInt(4)) {
        case 0 -> {
          if (live.remove(key)) {
            etcd.delete(key);
          }
        }
        case 1 -> {
          etcd.transaction(t -> t.put(key, "one").put("other", "two"));
          live.add(key);
        }
        default -> {
          etcd.put(key, "value of " + i);
          live.add(key);
        }
      }
    }
    long target = 2L + random.nextInt((int) etcd.revision() - 2);
    return random.nextBoolean() ? etcd.compact(target) : etcd.scheduleCompaction(target);
  }

  private static long status(BuiltSnapshot built) throws IOException {
    return StatusHash.of(TestFiles.open(built));
  }
}
