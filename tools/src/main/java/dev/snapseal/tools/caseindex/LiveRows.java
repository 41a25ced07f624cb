package dev.snapseal.tools.caseindex;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Rows of column family `live`; [CaseLayout] says how they are laid out. They have no value.
final class LiveRows {
  private static final int ETCD_KEY_OFFSET = 4 + 8;

  private LiveRows() {}

  static byte[] key(RowWriter row, int rowSet, long anywhere, byte[] etcdKey) {
    return row.clear().u32(rowSet).u64(anywhere).raw(etcdKey).toBytes();
  }

  /// The first bytes of all rows of a value in an evidence.
  static byte[] start(int rowSet, long anywhere) {
    return ByteBuffer.allocate(ETCD_KEY_OFFSET).putInt(rowSet).putLong(anywhere).array();
  }

  static int rowSet(byte[] rowKey) {
    return ByteBuffer.wrap(rowKey).getInt();
  }

  static long anywhere(byte[] rowKey) {
    return ByteBuffer.wrap(rowKey).getLong(Integer.BYTES);
  }

  static byte[] etcdKey(byte[] rowKey) {
    return Arrays.copyOfRange(rowKey, ETCD_KEY_OFFSET, rowKey.length);
  }
}
