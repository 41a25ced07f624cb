package dev.snapseal.tools.plaintext;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import java.util.function.LongConsumer;

/// Finds the beginnings of plaintext objects in bytes that are no records any more: the rest of a
/// record whose head was overwritten, or a value whose page was cut.
///
/// What has lost its beginning as well is for [TextScan].
public final class RemnantScan {
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final int PROTOBUF = 'k';
  private static final int JSON = '{';
  private static final int CBOR = 0xD9;

  private RemnantScan() {}

  /// Takes what was found and where.
  @FunctionalInterface
  public interface Visitor {
    void remnant(long offset, Remnant remnant);
  }

  /// Gives every object that begins in `range`, in file order.
  public static void scan(SnapshotBytes bytes, ByteRange range, Visitor visitor) {
    places(
        bytes,
        range,
        place ->
            Remnant.at(bytes, place, range.end())
                .ifPresent(found -> visitor.remnant(place, found)));
  }

  /// Gives every place at which an object may begin, or say its kind.
  static void places(SnapshotBytes bytes, ByteRange range, LongConsumer visitor) {
    long last = range.end() - Long.BYTES;
    for (long word = range.start(); word <= last; word += Long.BYTES) {
      long firsts = firstBytes(bytes.u64(word));
      while (firsts != 0) {
        visitor.accept(word + Long.numberOfTrailingZeros(firsts) / Byte.SIZE);
        firsts &= firsts - 1;
      }
    }
  }

  /// A high bit for each byte that an object may begin with, and perhaps for one above it: the test
  /// for zero bytes is exact for the lowest only.
  private static long firstBytes(long word) {
    return zeroes(word ^ PROTOBUF * LOW_BITS)
        | zeroes(word ^ JSON * LOW_BITS)
        | zeroes(word ^ CBOR * LOW_BITS);
  }

  private static long zeroes(long word) {
    return (word - LOW_BITS) & ~word & HIGH_BITS;
  }
}
