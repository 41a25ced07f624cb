package dev.snapseal.snapshot.kv;

/// How long a `mvccpb.KeyValue` becomes when only its value is another: every other field keeps its
/// bytes and its place.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.7.1/api/mvccpb/kv.proto">etcd kv.proto</a>
public final class KeyValueLayout {
  /// What stands before the length of a value: field 5, length-delimited.
  public static final int VALUE_TAG = 0x2A;

  private KeyValueLayout() {}

  /// Bytes of the record's `KeyValue` with a value of `valueLength` bytes. One of no bytes is not
  /// written at all, as proto3 has it.
  ///
  /// @param record one that has a value
  public static long rewrittenLength(RevisionRecord record, long valueLength) {
    long field = valueLength == 0 ? 0 : 1 + varintLength(valueLength) + valueLength;
    return record.recordLength()
        - record.revisionKeyLength()
        - (record.valueEnd() - record.valueFieldOffset())
        + field;
  }

  /// Bytes of a number as a varint.
  public static int varintLength(long number) {
    return (Long.SIZE - Long.numberOfLeadingZeros(number | 1) + 6) / 7;
  }
}
