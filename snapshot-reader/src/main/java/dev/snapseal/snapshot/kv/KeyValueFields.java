package dev.snapseal.snapshot.kv;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.util.Optional;

/// The fields of one stored `mvccpb.KeyValue`; offsets are bytes from the start of the file.
///
/// A field that is absent is zero or empty, as proto3 has it; one that is repeated counts with its
/// last value.
///
/// @param keyOffset first byte of the user's key
/// @param valueFieldOffset where the field of the value begins, its tag; the message's end if it
///   has none
/// @param valueOffset first byte of the value
/// @param repeated whether a field stands twice
/// @param foreign whether a field is repeated or unknown, so that the message holds more than these
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.7.1/api/mvccpb/kv.proto">etcd kv.proto</a>
record KeyValueFields(
    long keyOffset,
    int keyLength,
    long createRevision,
    long modRevision,
    long version,
    long valueFieldOffset,
    long valueOffset,
    int valueLength,
    long lease,
    boolean repeated,
    boolean foreign) {

  private static final int KEY = 1;
  private static final int CREATE_REVISION = 2;
  private static final int MOD_REVISION = 3;
  private static final int VERSION = 4;
  private static final int VALUE = 5;
  private static final int LEASE = 6;

  /// Reads the message that fills `length` bytes from `offset`.
  ///
  /// @throws MalformedProtobufException if it is none
  static KeyValueFields parse(SnapshotBytes bytes, long offset, int length)
      throws MalformedProtobufException {
    Optional<KeyValueFields> put = KeyValueCursor.put(bytes, offset, length);
    return put.isPresent() ? put.get() : parseAny(bytes, offset, length);
  }

  private static KeyValueFields parseAny(SnapshotBytes bytes, long offset, int length)
      throws MalformedProtobufException {
    ProtobufReader reader = new ProtobufReader(bytes.segment(), offset, length);
    long keyOffset = offset;
    int keyLength = 0;
    long createRevision = 0;
    long modRevision = 0;
    long version = 0;
    long valueFieldOffset = offset + length;
    long valueOffset = offset + length;
    int valueLength = 0;
    long lease = 0;
    int seen = 0;
    boolean repeated = false;
    boolean foreign = false;
    while (reader.next()) {
      int number = reader.fieldNumber();
      if (number > LEASE) {
        foreign = true;
        continue;
      }
      repeated |= (seen & 1 << number) != 0;
      seen |= 1 << number;
      boolean isBytes = number == KEY || number == VALUE;
      if (reader.wireType()
          != (isBytes ? ProtobufReader.LENGTH_DELIMITED : ProtobufReader.VARINT)) {
        throw new MalformedProtobufException(
            reader.fieldStart() - offset,
            "field " + number + " has wire type " + reader.wireType());
      }
      switch (number) {
        case KEY -> {
          keyOffset = reader.valueOffset();
          keyLength = (int) reader.valueLength();
        }
        case CREATE_REVISION -> createRevision = reader.scalar();
        case MOD_REVISION -> modRevision = reader.scalar();
        case VERSION -> version = reader.scalar();
        case VALUE -> {
          valueFieldOffset = reader.fieldStart();
          valueOffset = reader.valueOffset();
          valueLength = (int) reader.valueLength();
        }
        default -> lease = reader.scalar();
      }
    }
    return new KeyValueFields(
        keyOffset,
        keyLength,
        createRevision,
        modRevision,
        version,
        valueFieldOffset,
        valueOffset,
        valueLength,
        lease,
        repeated,
        foreign || repeated);
  }
}
