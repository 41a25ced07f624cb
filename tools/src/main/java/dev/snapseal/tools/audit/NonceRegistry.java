package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.Snapshot;

/// Every nonce or IV of a file, so that one that is used twice under a key is found.
///
/// Safe for use by several threads.
final class NonceRegistry implements AutoCloseable {
  private final ByteRangeTable valueByNonce;

  NonceRegistry(Snapshot snapshot) {
    this.valueByNonce = new ByteRangeTable(snapshot);
  }

  /// Notes the nonce of the value at `valueOffset`.
  ///
  /// @return file offset of another value with the same nonce, under whatever key; 0 if there is
  ///   none
  synchronized long add(long nonceOffset, int nonceLength, long valueOffset) {
    return valueByNonce.put(nonceOffset, nonceLength, valueOffset);
  }

  @Override
  public synchronized void close() {
    valueByNonce.close();
  }
}
