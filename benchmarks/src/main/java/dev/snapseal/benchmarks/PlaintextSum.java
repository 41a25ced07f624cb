package dev.snapseal.benchmarks;

import java.util.zip.CRC32C;

/// What a set of plaintexts is, in whatever order they come.
final class PlaintextSum {
  private final CRC32C checksum = new CRC32C();
  private long values;
  private long bytes;
  private long checksums;

  void add(byte[] plain) {
    checksum.reset();
    checksum.update(plain, 0, plain.length);
    values++;
    bytes += plain.length;
    checksums += checksum.getValue();
  }

  boolean isSame(PlaintextSum other) {
    return values == other.values && bytes == other.bytes && checksums == other.checksums;
  }

  long values() {
    return values;
  }
}
