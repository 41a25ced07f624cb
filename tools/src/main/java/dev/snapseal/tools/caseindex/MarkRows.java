package dev.snapseal.tools.caseindex;

import java.nio.ByteBuffer;

/// Rows of column family `marks`; [CaseLayout] says how they are laid out. The value of a row is an
/// etcd key.
final class MarkRows {
  private static final int KEY_BYTES = 4 + 8 + 8;

  private MarkRows() {}

  /// Where a record stands that a row names.
  record Place(int rowSet, long main, long sub) {}

  static byte[] key(RowWriter row, Place place) {
    return row.clear().u32(place.rowSet()).u64(place.main()).u64(place.sub()).toBytes();
  }

  /// A key before those of this set and behind those of the ones before.
  static byte[] start(int rowSet) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(rowSet).array();
  }

  static int rowSet(byte[] rowKey) {
    return ByteBuffer.wrap(rowKey).getInt();
  }

  static Place place(byte[] rowKey) {
    if (rowKey.length != KEY_BYTES) {
      throw new IllegalArgumentException("a row of marks has " + rowKey.length + " bytes");
    }
    RowReader key = new RowReader(rowKey);
    return new Place(key.u32(), key.u64(), key.u64());
  }
}
