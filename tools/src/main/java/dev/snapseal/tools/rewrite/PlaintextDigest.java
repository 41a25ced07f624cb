package dev.snapseal.tools.rewrite;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// 64 bits that tell whether two plaintexts are the same: two checksums with different polynomials,
/// each of which the processor computes at the speed of memory. Against accidents, not against
/// people: nobody but this program writes between the two. Belongs to one thread.
final class PlaintextDigest {
  private final CRC32C first = new CRC32C();
  private final CRC32 second = new CRC32();

  long of(byte[] bytes, int offset, int length) {
    first.reset();
    second.reset();
    first.update(bytes, offset, length);
    second.update(bytes, offset, length);
    return first.getValue() << 32 | second.getValue();
  }
}
