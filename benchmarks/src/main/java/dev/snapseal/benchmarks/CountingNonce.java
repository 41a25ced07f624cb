package dev.snapseal.benchmarks;

import java.nio.ByteBuffer;

/// Nonces that count up: never the same twice under one key, and drawn at no cost. Only for floors,
/// which seal nothing that anybody keeps.
final class CountingNonce {
  private final byte[] bytes;
  private final ByteBuffer numbers;
  private long count;

  CountingNonce(int length) {
    this(length, 0);
  }

  /// @param before one before the first
  CountingNonce(int length, long before) {
    this.bytes = new byte[length];
    this.numbers = ByteBuffer.wrap(bytes);
    this.count = before;
  }

  /// The next nonce, in an array that is overwritten by the one after it.
  byte[] next() {
    numbers.putLong(bytes.length - Long.BYTES, ++count);
    return bytes;
  }
}
