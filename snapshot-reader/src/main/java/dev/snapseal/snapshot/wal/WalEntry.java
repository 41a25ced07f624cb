package dev.snapseal.snapshot.wal;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;

/// A raft entry.
///
/// @param type 0 for a request, 1 and 2 for a change of members
/// @param term unsigned
/// @param index unsigned; a later entry of the same index replaces an earlier one and all behind it
/// @param dataOffset of its data in the segment
/// @param dataLength bytes; 0 for the entry that a new leader begins with
/// @see <a href="https://github.com/etcd-io/raft/blob/v3.6.0/raftpb/raft.proto">raft.proto,
///   Entry</a>
public record WalEntry(long type, long term, long index, long dataOffset, long dataLength) {
  /// A change of members, [#type()].
  static final long CONF_CHANGE = 1;

  /// A change of several members at once.
  static final long CONF_CHANGE_V2 = 2;

  private static final int TYPE = 1;
  private static final int TERM = 2;
  private static final int INDEX = 3;
  private static final int DATA = 4;

  /// The entry in a record of type [WalRecordType#ENTRY].
  ///
  /// @throws MalformedProtobufException if its data is no entry
  public static WalEntry read(SnapshotBytes segment, WalRecord record)
      throws MalformedProtobufException {
    ProtobufReader fields =
        new ProtobufReader(segment.segment(), record.dataOffset(), record.dataLength());
    long type = 0; // etcd 3.7 leaves it out
    long term = 0;
    long index = 0;
    long dataOffset = record.dataOffset();
    long dataLength = 0;
    while (fields.next()) {
      if (fields.is(TYPE, ProtobufReader.VARINT)) {
        type = fields.scalar();
      } else if (fields.is(TERM, ProtobufReader.VARINT)) {
        term = fields.scalar();
      } else if (fields.is(INDEX, ProtobufReader.VARINT)) {
        index = fields.scalar();
      } else if (fields.is(DATA, ProtobufReader.LENGTH_DELIMITED)) {
        dataOffset = fields.valueOffset();
        dataLength = fields.valueLength();
      }
    }
    return new WalEntry(type, term, index, dataOffset, dataLength);
  }

  /// Whether its data is a request to the store.
  public boolean isRequest() {
    return type == 0 && dataLength > 0;
  }
}
