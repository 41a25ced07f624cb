package dev.snapseal.tools.caseindex;

import java.nio.ByteBuffer;

/// Rows of column family `times`; [CaseLayout] says how they are laid out.
final class TimeRows {
  private static final int KEY_BYTES = 8 + 4 + 8 + 4;
  private static final int ROW_SET_OFFSET = 8;

  private TimeRows() {}

  /// When a revision was written.
  record RevisionTime(long main, int rowSet, StatedTime time) {}

  static byte[] key(RowWriter row, long main, int rowSet, StatedTime time) {
    return row.clear().u64(main).u32(rowSet).time(time.time()).toBytes();
  }

  static byte[] value(StatedTime time) {
    return new byte[] {(byte) time.source().code()};
  }

  /// A key before those of this revision and behind those of the ones before.
  static byte[] start(long main) {
    return ByteBuffer.allocate(Long.BYTES).putLong(main).array();
  }

  static int rowSet(byte[] rowKey) {
    return ByteBuffer.wrap(rowKey).getInt(ROW_SET_OFFSET);
  }

  static RevisionTime read(byte[] rowKey, byte[] rowValue) {
    if (rowKey.length != KEY_BYTES) {
      throw new IllegalArgumentException("a row of times has " + rowKey.length + " bytes");
    }
    RowReader key = new RowReader(rowKey);
    long main = key.u64();
    int rowSet = key.u32();
    TimeSource source = TimeSource.ofCode(new RowReader(rowValue).u8());
    return new RevisionTime(main, rowSet, new StatedTime(key.time(), source));
  }
}
