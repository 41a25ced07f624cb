package dev.snapseal.testdata.etcd;

import java.nio.ByteBuffer;

/// Keys of the `key` bucket: main, `_`, sub, and `t` if it deletes (etcd v3.7.1,
/// server/storage/mvcc/revision.go). Numbers are big-endian.
public final class RevisionKey {
  private static final int PUT_BYTES = 17;

  private RevisionKey() {}

  /// 17 bytes; also the form of the two compact revisions in `meta`.
  public static byte[] put(long main, long sub) {
    return ByteBuffer.allocate(PUT_BYTES).putLong(main).put((byte) '_').putLong(sub).array();
  }

  /// 18 bytes.
  public static byte[] tombstone(long main, long sub) {
    return ByteBuffer.allocate(PUT_BYTES + 1).put(put(main, sub)).put((byte) 't').array();
  }
}
