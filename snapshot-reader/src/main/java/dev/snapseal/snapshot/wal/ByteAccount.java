package dev.snapseal.snapshot.wal;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;

/// Whether every byte of a record or raft snapshot is accounted for: a number, a short name, a key,
/// JSON of etcd's own, or a value that [RequestValues] gives.
///
/// A field that etcd does not know, one that stands twice, and data where there should be none are
/// passed over by whoever reads a log; each may hold anything.
public final class ByteAccount {
  private static final int LENGTH_BYTES = 8;
  private static final long LENGTH_MASK = (1L << 56) - 1;

  private ByteAccount() {}

  /// Accounts for a record from its frame down.
  ///
  /// @throws MalformedProtobufException if its data is not what its type says
  public static boolean isWholeRecord(SnapshotBytes segment, WalRecord record)
      throws MalformedProtobufException {
    MessageShape frame =
        record.type() == WalRecordType.CRC ? EtcdMessages.CRC_RECORD : EtcdMessages.RECORD;
    long start = record.offset() + LENGTH_BYTES;
    long length = segment.u64(record.offset()) & LENGTH_MASK;
    return WalReader.isPadded(segment, record.offset())
        && segment.isZero(start + length, record.end())
        && frame.fits(segment, start, length)
        && isDataWhole(segment, record);
  }

  /// Accounts for a file `.snap`, but for its CRC: etcd's own data of the v2 API, which may be
  /// beside its users'.
  ///
  /// @throws MalformedProtobufException if it is none
  public static boolean isWholeSnapshot(SnapshotBytes file) throws MalformedProtobufException {
    return EtcdMessages.SNAPSHOT_FILE.fits(file, 0, file.length());
  }

  private static boolean isDataWhole(SnapshotBytes segment, WalRecord record)
      throws MalformedProtobufException {
    return switch (record.type()) {
      case METADATA -> isData(EtcdMessages.METADATA, segment, record);
      case STATE -> isData(EtcdMessages.STATE, segment, record);
      case SNAPSHOT -> isData(EtcdMessages.SNAPSHOT, segment, record);
      case CRC -> true;
      case ENTRY ->
          isData(EtcdMessages.ENTRY, segment, record)
              && isWholeEntry(segment, WalEntry.read(segment, record));
    };
  }

  private static boolean isData(MessageShape shape, SnapshotBytes segment, WalRecord record)
      throws MalformedProtobufException {
    return shape.fits(segment, record.dataOffset(), record.dataLength());
  }

  private static boolean isWholeEntry(SnapshotBytes segment, WalEntry entry)
      throws MalformedProtobufException {
    if (entry.dataLength() == 0) {
      return true;
    }
    long offset = entry.dataOffset();
    long length = entry.dataLength();
    if (entry.type() == WalEntry.CONF_CHANGE) {
      return EtcdMessages.CONF_CHANGE.fits(segment, offset, length);
    }
    if (entry.type() == WalEntry.CONF_CHANGE_V2) {
      return EtcdMessages.CONF_CHANGE_V2.fits(segment, offset, length);
    }
    if (!entry.isRequest()) {
      return false;
    }
    // Values of users' in the v2 API have forms of their own: they do not fit.
    return RequestValues.isV2(segment, entry)
        ? EtcdMessages.V2_CLUSTER.fits(segment, offset, length)
        : EtcdMessages.REQUEST.fits(segment, offset, length);
  }
}
