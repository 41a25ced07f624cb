package dev.snapseal.testdata.etcd;

import dev.snapseal.testdata.protobuf.ProtobufMessage;

/// mvccpb.KeyValue (etcd v3.7.1, api/mvccpb/kv.proto): a value of the `key` bucket.
///
/// @param createRevision main revision of the put that began this life of the key
/// @param modRevision main revision of this put
/// @param version 1 for the first put of a life
/// @param lease 0 for none
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KeyValueMessage(
    byte[] key, long createRevision, long modRevision, long version, byte[] value, long lease) {

  /// The value of a tombstone: the key alone.
  static KeyValueMessage tombstone(byte[] key) {
    return new KeyValueMessage(key, 0, 0, 0, new byte[0], 0);
  }

  /// The message as etcd writes it: ascending fields, zero and empty ones left out.
  public byte[] toBytes() {
    return new ProtobufMessage()
        .bytesUnlessEmpty(1, key)
        .varintUnlessZero(2, createRevision)
        .varintUnlessZero(3, modRevision)
        .varintUnlessZero(4, version)
        .bytesUnlessEmpty(5, value)
        .varintUnlessZero(6, lease)
        .toBytes();
  }
}
