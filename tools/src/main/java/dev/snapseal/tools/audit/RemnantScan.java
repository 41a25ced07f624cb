package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.internal.SnapshotBytes;

/// Finds the beginnings of plaintext objects in bytes that are no records any more: the rest of a
/// record whose head was overwritten, or a value whose page was cut.
///
/// What has lost its beginning as well is not found here: that takes a search of every byte.
final class RemnantScan {
  /// `k8s` and a zero byte, then the tag of `typeMeta`, read as little-endian number.
  private static final long PROTOBUF = 0x0A_00_73_38_6BL;

  private static final int PROTOBUF_BYTES = 5;
  private static final long FIVE_BYTES = 0xFF_FFFF_FFFFL;

  /// `{"` as little-endian number: the beginning of a custom resource.
  private static final long JSON = 0x22_7BL;

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
        offset += Long.BYTES - PROTOBUF_BYTES;
      } else if ((word & FIVE_BYTES) == PROTOBUF) {
        Remnant.ofProtobuf(bytes, offset, range.end()).report(offset, visitor);
      } else if ((word & 0xFFFF) == JSON) {
        Remnant.ofJson(bytes, offset, range.end()).report(offset, visitor);
      }
    }
  }
}
