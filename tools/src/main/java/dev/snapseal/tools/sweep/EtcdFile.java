package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import dev.snapseal.snapshot.wal.ByteAccount;
import dev.snapseal.snapshot.wal.CorruptWalException;
import dev.snapseal.snapshot.wal.WalReader;
import dev.snapseal.snapshot.wal.WalRecordType;
import dev.snapseal.tools.audit.Scope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/// A file beside a store in a data directory, known by its content and not by its name: a segment
/// of the write-ahead log, or a raft snapshot.
///
/// @param scope of what is found in it
/// @param isExplained whether every byte of it is accounted for, so that what a sweep does not find
///   in it is not there; of a log if every record is, too
/// @param log how far it can be followed, if it is one
record EtcdFile(Scope scope, boolean isExplained, FollowedLog log) {
  static final EtcdFile OTHER = new EtcdFile(Scope.RAW, false, FollowedLog.NONE);

  /// A segment is 64 MB, a raft snapshot some kilobytes.
  static final long LONGEST = 1L << 30;

  /// Bytes of the longest metadata of a raft snapshot: it names the members.
  private static final int LONGEST_METADATA = 4096;

  private static final byte[] V2_DATA = "\"/1/".getBytes(StandardCharsets.US_ASCII);
  private static final int CRC = 1;
  private static final int DATA = 2;

  /// Reads a whole file, of at most [#LONGEST] bytes.
  static EtcdFile of(SnapshotBytes bytes) {
    if (isSegment(bytes)) {
      FollowedLog log = FollowedLog.read(bytes);
      return new EtcdFile(Scope.WAL, log.isWhole(), log);
    }
    return isRaftSnapshot(bytes)
        ? new EtcdFile(Scope.RAFT, isWhole(bytes) && !holdsV2Data(bytes), FollowedLog.NONE)
        : OTHER;
  }

  /// A segment begins with a record of the CRC so far.
  static boolean isSegment(SnapshotBytes bytes) {
    try {
      return bytes.length() >= Long.BYTES
          && bytes.u64(0) != 0
          && WalReader.first(bytes).type() == WalRecordType.CRC;
    } catch (CorruptWalException e) {
      return false;
    }
  }

  /// `snappb.Snapshot`: a CRC and the bytes that it is of, and nothing else.
  private static boolean isRaftSnapshot(SnapshotBytes bytes) {
    ProtobufReader fields = new ProtobufReader(bytes.segment());
    long stored = -1;
    boolean isSnapshot = false;
    CRC32C computed = new CRC32C();
    try {
      while (fields.next()) {
        if (fields.is(CRC, ProtobufReader.VARINT)) {
          stored = fields.scalar() & 0xFFFF_FFFFL;
        } else if (fields.is(DATA, ProtobufReader.LENGTH_DELIMITED)) {
          computed.update(fields.bytes().asByteBuffer());
          isSnapshot = isSnapshot(bytes, fields.valueOffset(), fields.valueLength());
        } else {
          return false;
        }
      }
    } catch (MalformedProtobufException e) {
      return false;
    }
    return isSnapshot && stored > 0 && stored == computed.getValue();
  }

  /// `raftpb.Snapshot`: 1 data, JSON of the v2 store, and 2 metadata.
  private static boolean isSnapshot(SnapshotBytes bytes, long offset, long length)
      throws MalformedProtobufException {
    ProtobufReader fields = new ProtobufReader(bytes.segment(), offset, length);
    boolean hasStore = false;
    while (fields.next()) {
      if (fields.is(1, ProtobufReader.LENGTH_DELIMITED)) {
        hasStore = fields.valueLength() > 0 && bytes.u8(fields.valueOffset()) == '{';
      } else if (!fields.is(2, ProtobufReader.LENGTH_DELIMITED)
          || fields.valueLength() > LONGEST_METADATA) {
        return false;
      }
    }
    return hasStore;
  }

  private static boolean isWhole(SnapshotBytes bytes) {
    try {
      return ByteAccount.isWholeSnapshot(bytes);
    } catch (MalformedProtobufException e) {
      return false;
    }
  }

  /// Whether it has data of users of the v2 API, which is nobody's format.
  private static boolean holdsV2Data(SnapshotBytes bytes) {
    boolean[] found = {false};
    new LiteralSet(List.of(V2_DATA))
        .scan(
            bytes,
            new ByteRange(0, bytes.length()),
            bytes.length(),
            (number, offset) -> found[0] = true);
    return found[0];
  }
}
