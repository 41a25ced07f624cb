package dev.snapseal.benchmarks;

import dev.snapseal.crypto.EtcdKey;

/// One Secret, plain and sealed.
///
/// @param path its etcd key
/// @param pathBytes the same, for contenders that take bytes
/// @param plain the object
/// @param stored the value that etcd holds
/// @param bodyOffset where the encrypted body begins in `stored`, behind the prefix
@SuppressWarnings("ArrayRecordComponent") // never compared
record ValueSample(EtcdKey path, byte[] pathBytes, byte[] plain, byte[] stored, int bodyOffset) {
  /// A value of which only the stored form is known.
  static ValueSample stored(byte[] path, byte[] stored, int bodyOffset) {
    return new ValueSample(EtcdKey.of(path), path, new byte[0], stored, bodyOffset);
  }

  ValueSample withStored(byte[] other) {
    return new ValueSample(path, pathBytes, plain, other, bodyOffset);
  }

  int bodyLength() {
    return stored.length - bodyOffset;
  }
}
