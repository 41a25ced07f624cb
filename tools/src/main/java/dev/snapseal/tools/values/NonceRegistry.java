package dev.snapseal.tools.values;

import dev.snapseal.crypto.NonceLocation;
import dev.snapseal.crypto.StoredValue;
import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.Snapshot;
import java.util.Optional;
import java.util.OptionalLong;

/// Every nonce or IV of a file, so that one that is used twice under a key is found.
///
/// Safe for use by several threads.
public final class NonceRegistry implements AutoCloseable {
  private final Snapshot snapshot;
  private final ByteRangeTable valueByNonce;

  public NonceRegistry(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.valueByNonce = new ByteRangeTable(snapshot);
  }

  /// Notes the nonce of a value.
  ///
  /// @param stored holds the value from its first byte on
  /// @param valueOffset of the value in the file
  /// @return file offset of a value noted before with the same nonce under the same prefix
  public OptionalLong add(StoredValue.Encrypted value, byte[] stored, long valueOffset) {
    Optional<NonceLocation> location = NonceLocation.in(value, stored);
    if (location.isEmpty()) {
      return OptionalLong.empty();
    }
    long nonceOffset = valueOffset + location.get().offset();
    long other = put(nonceOffset, location.get().lengthBytes(), valueOffset);
    boolean isReused = other != 0 && samePrefix(valueOffset, other, value.prefix().lengthBytes());
    return isReused ? OptionalLong.of(other) : OptionalLong.empty();
  }

  private synchronized long put(long nonceOffset, int nonceLength, long valueOffset) {
    return valueByNonce.put(nonceOffset, nonceLength, valueOffset);
  }

  private boolean samePrefix(long first, long second, int length) {
    return snapshot.bytes().compare(first, length, second, length) == 0;
  }

  @Override
  public synchronized void close() {
    valueByNonce.close();
  }
}
