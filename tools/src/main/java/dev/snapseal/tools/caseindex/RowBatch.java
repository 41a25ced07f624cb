package dev.snapseal.tools.caseindex;

import java.util.List;
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

  /// Puts a record, and rows for the values that it holds if it is live.
  ///
  /// @param row to lay rows out with
  void putSighting(RowWriter row, byte[] etcdKey, Sighting sighting) throws CaseException {
    byte[] key = SightingRows.key(row, etcdKey, sighting);
    put(store.records(), key, SightingRows.value(row, sighting));
    if (sighting.scope() == SightingScope.LIVE) {
      for (DataMember member : sighting.members().orElse(List.of())) {
        if (member.anywhere() != 0) {
          byte[] live = LiveRows.key(row, sighting.evidence(), member.anywhere(), etcdKey);
          put(store.live(), live, NOTHING);
        }
      }
    }
  }

  void putTime(byte[] key, byte[] value) throws CaseException {
    put(store.times(), key, value);
  }

  void putMark(RowWriter row, MarkRows.Place place, byte[] etcdKey) throws CaseException {
    put(store.marks(), MarkRows.key(row, place), etcdKey);
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
