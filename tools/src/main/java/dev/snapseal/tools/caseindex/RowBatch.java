package dev.snapseal.tools.caseindex;

import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Rows on their way into the index, written some at a time. Belongs to one thread.
final class RowBatch implements AutoCloseable {
  private static final long FULL_BYTES = 1 << 20;
  private static final byte[] NOTHING = {};

  private final IndexStore store;
  private final WriteBatch batch = new WriteBatch();

  RowBatch(IndexStore store) {
    this.store = store;
  }

  void putRecord(byte[] key, byte[] value) throws CaseException {
    put(store.records(), key, value);
  }

  void putTime(byte[] key, byte[] value) throws CaseException {
    put(store.times(), key, value);
  }

  void putMark(byte[] key, byte[] value) throws CaseException {
    put(store.marks(), key, value);
  }

  void putLive(byte[] key) throws CaseException {
    put(store.live(), key, NOTHING);
  }

  void delete(ColumnFamilyHandle family, byte[] key) throws CaseException {
    try {
      batch.delete(family, key);
    } catch (RocksDBException e) {
      throw store.failure(e);
    }
    flushIfFull();
  }

  private void put(ColumnFamilyHandle family, byte[] key, byte[] value) throws CaseException {
    try {
      batch.put(family, key, value);
    } catch (RocksDBException e) {
      throw store.failure(e);
    }
    flushIfFull();
  }

  private void flushIfFull() throws CaseException {
    if (batch.getDataSize() >= FULL_BYTES) {
      flush();
    }
  }

  /// Writes what is left.
  void flush() throws CaseException {
    store.write(batch);
    batch.clear();
  }

  @Override
  public void close() {
    batch.close();
  }
}
