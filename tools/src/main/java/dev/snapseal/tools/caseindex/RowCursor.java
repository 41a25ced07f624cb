package dev.snapseal.tools.caseindex;

import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// A place among the rows of a column family. Belongs to one thread.
final class RowCursor implements AutoCloseable {
  private final IndexStore store;
  private final RocksIterator iterator;

  RowCursor(IndexStore store, RocksIterator iterator) {
    this.store = store;
    this.iterator = iterator;
  }

  /// Moves to the first row; `false` if there is none.
  boolean first() throws CaseException {
    iterator.seekToFirst();
    return isAtRow();
  }

  /// Moves to the first row that is not before `key`; `false` if there is none.
  boolean seek(byte[] key) throws CaseException {
    iterator.seek(key);
    return isAtRow();
  }

  /// Moves to the last row that is not behind `key`; `false` if there is none.
  boolean seekBack(byte[] key) throws CaseException {
    iterator.seekForPrev(key);
    return isAtRow();
  }

  boolean next() throws CaseException {
    iterator.next();
    return isAtRow();
  }

  boolean previous() throws CaseException {
    iterator.prev();
    return isAtRow();
  }

  byte[] key() {
    return iterator.key();
  }

  byte[] value() {
    return iterator.value();
  }

  private boolean isAtRow() throws CaseException {
    if (iterator.isValid()) {
      return true;
    }
    try {
      iterator.status();
      return false;
    } catch (RocksDBException e) {
      throw store.failure(e);
    }
  }

  @Override
  public void close() {
    iterator.close();
  }
}
