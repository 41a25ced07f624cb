package dev.snapseal.snapshot.wal;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import java.util.Optional;
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

  private static final long LENGTH_MASK = (1L << 56) - 1;

  /// No request is longer, whatever etcd is told to take.
  private static final long LONGEST = 1L << 30;

  private static final long THREE_BYTES = 0xFF_FFFFL;

  private WalCarver() {}

  /// Tells eight bytes, little-endian, from those that a record with an entry begins with: 0 if
  /// they may be such; the frame then begins eight bytes before them, at a multiple of eight in the
  /// log's file.
  public static long differenceFromEntry(long word) {
    return (word & THREE_BYTES) ^ ENTRY;
  }

  /// Whether a frame says that it is longer than what may be read, and is else like any.
  ///
  /// @param least shorter ones are cut by the end of their file
  public static boolean isBeyond(SnapshotBytes bytes, long frame, long end, long least) {
    long length = bytes.u64(frame) & LENGTH_MASK;
    return length >= least
        && length <= LONGEST
        && length > end - frame
        && WalReader.isPadded(bytes, frame);
  }

  /// Gives the values of the entry whose frame begins at `frame`, if there is one.
  ///
  /// @param end first byte behind those that may belong to it
  public static void at(SnapshotBytes bytes, long frame, long end, Consumer<RequestValue> values) {
    entry(bytes, frame, end)
        .ifPresent(
            entry -> {
              try {
                RequestValues.forEach(bytes, entry, values);
              } catch (MalformedProtobufException e) {
                // These bytes only looked like an entry.
              }
            });
  }

  /// The entry whose frame begins at `frame`, if there is one.
  ///
  /// @param end first byte behind those that may belong to it
  public static Optional<WalEntry> entry(SnapshotBytes bytes, long frame, long end) {
    if (end - frame < LENGTH_BYTES + Long.BYTES
        || differenceFromEntry(bytes.u64(frame + LENGTH_BYTES)) != 0) {
      return Optional.empty();
    }
    try {
      WalRecord record = WalReader.next(bytes, frame);
      boolean isWhole = record.end() <= end && record.type() == WalRecordType.ENTRY;
      return isWhole && WalReader.isPadded(bytes, frame)
          ? Optional.of(WalEntry.read(bytes, record))
          : Optional.empty();
    } catch (CorruptWalException | MalformedProtobufException e) {
      // These bytes only looked like an entry.
      return Optional.empty();
    }
  }
}
