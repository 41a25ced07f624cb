package dev.snapseal.snapshot.internal;

import dev.snapseal.snapshot.SnapshotBytes;

/// The checksum of a bbolt meta page: FNV-1a, 64 bit.
///
/// @see <a href="https://github.com/etcd-io/bbolt/blob/v1.5.0/internal/common/meta.go">bbolt
///   meta.go, Sum64</a>
public final class Fnv1a64 {
  private static final long OFFSET_BASIS = 0xCBF29CE484222325L;
  private static final long PRIME = 0x100000001B3L;

  private Fnv1a64() {}

  /// Of a page that is being made.
  public static long of(byte[] bytes, int offset, int length) {
    long hash = OFFSET_BASIS;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ (bytes[offset + i] & 0xFF)) * PRIME;
    }
    return hash;
  }

  static long of(SnapshotBytes bytes, long offset, int length) {
    long hash = OFFSET_BASIS;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ bytes.u8(offset + i)) * PRIME;
    }
    return hash;
  }
}
