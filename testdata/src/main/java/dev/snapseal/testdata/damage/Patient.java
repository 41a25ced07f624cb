package dev.snapseal.testdata.damage;

import dev.snapseal.testdata.BucketBuilder;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.FreelistForm;
import dev.snapseal.testdata.PageSurgeon;
import dev.snapseal.testdata.SnapshotBuilder;
import java.util.List;

/// The sound file that is damaged in many ways: a deep tree, inline, nested and large buckets, free
/// pages; 1024-byte pages.
///
/// The root leaf holds, in this order: `deep`, `inline`, `large`, `outer`, `small`.
record Patient(BuiltSnapshot sound) {
  static final int DEEP = 0;
  static final int INLINE = 1;
  static final int OUTER = 3;
  static final int SMALL = 4;

  static Patient with(FreelistForm freelist) {
    return new Patient(
        SnapshotBuilder.snapshot()
            .pageSize(1024)
            .txid(12)
            .freelist(freelist)
            .leadingFreePages(2)
            .bucket("deep", bucket -> tens(bucket).fanOut(4, 3))
            .bucket("inline", bucket -> bucket.put("a", "1").put("b", "2").put("c", "3").inline())
            .bucket("large", bucket -> bucket.fill("v", 2, 2500))
            .bucket(
                "outer",
                bucket -> bucket.bucket("inner", inner -> inner.fill("i", 3, 9).ownPages()))
            .bucket("small", bucket -> bucket.fill("s", 3, 9).ownPages())
            .freeTree(old -> old.fill("k", 12, 20).fanOut(4, 3))
            .build());
  }

  /// Keys `k00000`, `k00010`, … `k00390`, so that there is room between two of them.
  private static BucketBuilder tens(BucketBuilder bucket) {
    for (int i = 0; i < 40; i++) {
      bucket.put("k%05d".formatted(10 * i), "value of %05d".formatted(10 * i));
    }
    return bucket;
  }

  PageSurgeon surgeon() {
    return sound.surgeon();
  }

  long root() {
    return sound.rootBucket().root();
  }

  List<Long> leaves() {
    return sound.bucket("deep").leaves();
  }

  /// Top of the deep tree: a branch page.
  long top() {
    return sound.bucket("deep").root();
  }

  /// A branch page of the lowest level.
  long lowBranch() {
    return sound.bucket("deep").branches().getFirst();
  }

  long small() {
    return sound.bucket("small").root();
  }

  long large() {
    return sound.bucket("large").root();
  }

  long largeLeaf() {
    return sound.bucket("large").leaves().getFirst();
  }

  long freelist() {
    return sound.freelistPage().orElseThrow();
  }

  long highWaterMark() {
    return sound.highWaterMark();
  }
}
