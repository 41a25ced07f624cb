package dev.snapseal.tools.values;

import dev.snapseal.crypto.KmsV2Envelope;
import dev.snapseal.crypto.NonceLocation;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.StoredValue.Encrypted;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.snapshot.ByteRangeTable;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// Every nonce or IV of a file, so that one that is used twice under a key is found.
///
/// Safe for use by several threads.
public final class NonceRegistry implements AutoCloseable {
  /// Bits of a table's number that hold a value's length; the rest is its offset.
  private static final int LENGTH_BITS = 26;

  /// Larger values are not compared with KMS v2.
  private static final int LONGEST_COMPARED = 4 << 20;

  private static final long LENGTH_MASK = (1L << LENGTH_BITS) - 1;

  private final SnapshotBytes bytes;
  private final ByteRangeTable byPrefixAndNonce;
  private final ByteRangeTable byKmsNonce;

  public NonceRegistry(Snapshot snapshot) {
    this.bytes = snapshot.bytes();
    this.byPrefixAndNonce = ByteRangeTable.ofWholeFile(snapshot);
    this.byKmsNonce = new ByteRangeTable(snapshot);
  }

  /// Notes the nonce of a value.
  ///
  /// With keys out of the configuration, the nonce lies right behind the prefix that names the key.
  /// With KMS v2 a nonce counts under one data key only: servers before 1.29 count nonces up from
  /// the start for each new data key, so equal ones are usual. Of those only the value met last is
  /// compared.
  ///
  /// @param stored the beginning of the value, as `value` was found in it
  /// @return file offset of another, different value with the same nonce under the same key
  public OptionalLong add(RevisionRecord record, Encrypted value, byte[] stored) {
    Optional<NonceLocation> nonce = NonceLocation.in(value, stored);
    if (nonce.isEmpty()) {
      return OptionalLong.empty();
    }
    return value.prefix().provider() == Provider.KMS_V2
        ? addKms(record, nonce.get(), value, stored)
        : addLocal(record, nonce.get());
  }

  private OptionalLong addLocal(RevisionRecord record, NonceLocation nonce) {
    int length = nonce.offset() + nonce.lengthBytes();
    long other = put(byPrefixAndNonce, record.valueOffset(), length, record);
    return other == 0 || isSameValue(record, other)
        ? OptionalLong.empty()
        : OptionalLong.of(other >>> LENGTH_BITS);
  }

  private OptionalLong addKms(
      RevisionRecord record, NonceLocation nonce, Encrypted value, byte[] stored) {
    long other =
        put(byKmsNonce, record.valueOffset() + nonce.offset(), nonce.lengthBytes(), record);
    return other == 0 || isSameValue(record, other) || !isSameDataKey(value, stored, other)
        ? OptionalLong.empty()
        : OptionalLong.of(other >>> LENGTH_BITS);
  }

  private synchronized long put(
      ByteRangeTable table, long offset, int length, RevisionRecord record) {
    long place = (record.valueOffset() << LENGTH_BITS) | (record.valueLength() & LENGTH_MASK);
    return table.put(offset, length, place);
  }

  private boolean isSameValue(RevisionRecord record, long other) {
    return bytes.compare(
            record.valueOffset(),
            record.valueLength() & LENGTH_MASK,
            other >>> LENGTH_BITS,
            other & LENGTH_MASK)
        == 0;
  }

  private boolean isSameDataKey(Encrypted value, byte[] stored, long other) {
    int length = (int) (other & LENGTH_MASK);
    int prefix = value.bodyOffset();
    if (length > LONGEST_COMPARED || length < prefix) {
      return false;
    }
    byte[] otherStored = new byte[length];
    bytes.copy(other >>> LENGTH_BITS, otherStored, 0, length);
    try {
      return Arrays.equals(stored, 0, prefix, otherStored, 0, prefix)
          && KmsV2Envelope.parse(stored, prefix, value.bodyLength())
              .dek()
              .equals(KmsV2Envelope.parse(otherStored, prefix, length - prefix).dek());
    } catch (ValueDecryptionException.MalformedCiphertext e) {
      return false;
    }
  }

  @Override
  public synchronized void close() {
    byPrefixAndNonce.close();
    byKmsNonce.close();
  }
}
