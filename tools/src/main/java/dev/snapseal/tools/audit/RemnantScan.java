package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;

/// Finds the beginnings of plaintext objects in bytes that are no records any more: the rest of a
/// record whose head was overwritten, or a value whose page was cut.
///
/// What has lost its beginning as well is not found here: that takes a search of every byte.
final class RemnantScan {
  private static final int SHORTEST = 16;

  private RemnantScan() {}

  /// Takes what was found and where.
  @FunctionalInterface
  interface Visitor {
    void remnant(long offset, Remnant remnant);
  }

  static void scan(SnapshotBytes bytes, ByteRange range, Visitor visitor) {
    long end = range.end() - SHORTEST;
    for (long offset = range.start(); offset <= end; offset++) {
      long word = bytes.u64(offset);
      if (word == 0) {
        offset += Long.BYTES - 1;
      } else if ((word & 0xFF) == 'k' || (word & 0xFF) == '{') {
        long place = offset;
        Remnant.at(bytes, place, range.end()).ifPresent(found -> visitor.remnant(place, found));
      }
    }
  }
}
