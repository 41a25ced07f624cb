package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import java.util.ArrayList;
import java.util.List;

/// A stretch of bytes without its blocks of zeroes.
///
/// @param runs in the order of their places
/// @param zeroBytes how many were passed over
record NonZeroRuns(List<ByteRange> runs, long zeroBytes) {
  private static final int ZERO_BLOCK = 4096;

  NonZeroRuns {
    runs = List.copyOf(runs);
  }

  static NonZeroRuns of(SnapshotBytes bytes, ByteRange range) {
    List<ByteRange> runs = new ArrayList<>();
    long zeroBytes = 0;
    long end = range.end();
    long start = -1;
    for (long block = range.start(); block < end; block += ZERO_BLOCK) {
      long blockEnd = Math.min(end, block + ZERO_BLOCK);
      if (startsWithZeroes(bytes, block, blockEnd) && bytes.isZero(block, blockEnd)) {
        zeroBytes += blockEnd - block;
        if (start >= 0) {
          runs.add(new ByteRange(start, block));
          start = -1;
        }
      } else if (start < 0) {
        start = block;
      }
    }
    if (start >= 0) {
      runs.add(new ByteRange(start, end));
    }
    return new NonZeroRuns(runs, zeroBytes);
  }

  /// Refuses nearly all blocks without a copy of them.
  private static boolean startsWithZeroes(SnapshotBytes bytes, long block, long end) {
    return end - block < Long.BYTES || bytes.u64(block) == 0;
  }
}
