package dev.snapseal.tools.rewrite;

import java.util.zip.CRC32C;

/// Tells whether two plaintexts are the same: length and checksum, which the processor computes at
/// the speed of memory. Against accidents, not against people: nobody but this program writes
/// between the two. Belongs to one thread.
final class PlaintextDigest {
  private final CRC32C checksum = new CRC32C();

  long of(byte[] bytes, int offset, int length) {
    checksum.reset();
    checksum.update(bytes, offset, length);
    return (long) length << Integer.SIZE | checksum.getValue();
  }
}
