package dev.snapseal.snapshot.wal;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import java.util.function.Consumer;

/// Finds the entries of a write-ahead log by their frames' shape alone: in a segment also behind a
/// torn record, and on a disk without the file.
///
/// The CRC of a record runs over all before it, so it cannot be checked; that length, padding,
/// record, entry and request all fit each other makes a chance hit as good as impossible.
public final class WalCarver {
  private static final int LENGTH_BYTES = 8;

  /// How an entry's record begins: field 1, an entry's type, and the tag of its CRC.
  private static final long ENTRY = 0x10_02_08L;

  private static final long THREE_BYTES = 0xFF_FFFFL;

  private final SnapshotBytes bytes;
  private final long end;
  private final Consumer<RequestValue> values;

  private WalCarver(SnapshotBytes bytes, long end, Consumer<RequestValue> values) {
    this.bytes = bytes;
    this.end = end;
    this.values = values;
  }

  /// Gives the values of every entry whose frame begins in `range`.
  ///
  /// @param range begins at a multiple of 8 bytes from the beginning of the log's own file, as does
  ///   every sector of a disk
  /// @param end first byte behind those that may be read
  public static void carve(
      SnapshotBytes bytes, ByteRange range, long end, Consumer<RequestValue> values) {
    WalCarver carver = new WalCarver(bytes, end, values);
    long last = Math.min(range.end() - 1, end - LENGTH_BYTES - Long.BYTES);
    for (long frame = range.start(); frame <= last; frame += Long.BYTES) {
      if ((bytes.u64(frame + LENGTH_BYTES) & THREE_BYTES) == ENTRY) {
        carver.entry(frame);
      }
    }
  }

  private void entry(long frame) {
    try {
      WalRecord record = WalReader.next(bytes, frame);
      boolean isWhole = record.end() <= end && record.type() == WalRecordType.ENTRY;
      if (isWhole && WalReader.isPadded(bytes, frame)) {
        RequestValues.forEach(bytes, WalEntry.read(bytes, record), values);
      }
    } catch (CorruptWalException | MalformedProtobufException e) {
      // These bytes only looked like an entry.
    }
  }
}
