package dev.snapseal.testdata;

import java.util.Arrays;
import java.util.SplittableRandom;

/// How long each value of a large snapshot is, and how its leaf pages are cut; page size 4096.
///
/// @param dataBytes for each value, the length of the Secret's data
/// @param leafStarts for each leaf, the index of its first value, and at the end the number of
///   values
/// @param leafPages pages of all leaves together, overflow included
@SuppressWarnings("ArrayRecordComponent") // never compared
record LargePlan(int[] dataBytes, int[] leafStarts, long leafPages) {
  static final int PAGE_SIZE = 4096;

  /// etcd fills pages to nine tenths (etcd v3.7.1, server/storage/backend/batch_tx.go).
  static final int FILL_BYTES = PAGE_SIZE * 9 / 10;

  private static final int REVISION_KEY_BYTES = 17;
  private static final int BRANCH_ELEMENT_BYTES = BoltLayout.ELEMENT_BYTES + REVISION_KEY_BYTES;
  private static final int LARGEST_VALUE = 10_240;
  private static final int SMALLEST_VALUE = 1024;
  private static final double STEEPEST = 1e6;
  private static final int STEPS = 40;

  /// Elements on a full branch page.
  static int perBranch() {
    return (FILL_BYTES - BoltLayout.PAGE_HEADER_BYTES) / BRANCH_ELEMENT_BYTES;
  }

  /// Draws the sizes so that the file has about `bytes` bytes.
  ///
  /// @throws IllegalArgumentException when values of 1 to 10 KiB cannot make that size
  static LargePlan of(int values, long bytes, long seed, SealedSecrets secrets) {
    RecordSizes sizes = RecordSizes.measuredFrom(secrets);
    double flat = 1 / STEEPEST;
    double steep = STEEPEST;
    for (int step = 0; step < STEPS; step++) {
      double middle = Math.sqrt(flat * steep);
      if (draw(values, middle, seed, sizes).leafPages() * PAGE_SIZE > bytes) {
        flat = middle;
      } else {
        steep = middle;
      }
    }
    LargePlan plan = draw(values, steep, seed, sizes);
    long made = plan.leafPages() * PAGE_SIZE;
    if (made < bytes * 0.9 || made > bytes * 1.1) {
      throw new IllegalArgumentException(
          "%d values of 1 to 10 KiB make %d bytes at best, not %d".formatted(values, made, bytes));
    }
    return plan;
  }

  /// @param steepness 1 spreads sizes evenly; the larger, the more of them are small
  private static LargePlan draw(int values, double steepness, long seed, RecordSizes sizes) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] dataBytes = new int[values];
    int smallest = sizes.dataBytesForValue(SMALLEST_VALUE + 15);
    int span = sizes.dataBytesForValue(LARGEST_VALUE) - smallest;
    for (int i = 0; i < values; i++) {
      dataBytes[i] = smallest + (int) (span * Math.pow(random.nextDouble(), steepness));
    }
    return cut(dataBytes, sizes);
  }

  /// A leaf ends before the value that would pass the fill limit, but holds two at least (bbolt
  /// v1.5.0, node.go `splitIndex`).
  private static LargePlan cut(int[] dataBytes, RecordSizes sizes) {
    int[] starts = new int[dataBytes.length / 2 + 2];
    int leaves = 0;
    long pages = 0;
    int size = BoltLayout.PAGE_HEADER_BYTES;
    for (int i = 0; i < dataBytes.length; i++) {
      int item = BoltLayout.ELEMENT_BYTES + REVISION_KEY_BYTES + sizes.record(i, dataBytes[i]);
      if (i - starts[leaves] >= 2 && size + item > FILL_BYTES) {
        pages += Math.ceilDiv(size, PAGE_SIZE);
        leaves++;
        starts[leaves] = i;
        size = BoltLayout.PAGE_HEADER_BYTES;
      }
      size += item;
    }
    int[] used = Arrays.copyOf(starts, leaves + 2);
    used[leaves + 1] = dataBytes.length;
    return new LargePlan(dataBytes, used, pages + Math.ceilDiv(size, PAGE_SIZE));
  }

  int leaves() {
    return leafStarts.length - 1;
  }

  /// Main revision of a value.
  static long revision(int index) {
    return index + 2L;
  }
}
