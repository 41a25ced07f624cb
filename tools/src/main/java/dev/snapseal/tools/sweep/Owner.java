package dev.snapseal.tools.sweep;

import dev.snapseal.tools.audit.Scope;

/// A record or request in a window, to which what is found inside belongs.
///
/// @param scope where it is
/// @param start first byte in the window's bytes
/// @param end first byte behind it
/// @param keyOffset of its etcd key
/// @param keyLength bytes
/// @param valueOffset of its value
/// @param valueLength bytes
/// @param isHit whether its value is one that nobody should read
record Owner(
    Scope scope,
    long start,
    long end,
    long keyOffset,
    int keyLength,
    long valueOffset,
    long valueLength,
    boolean isHit) {
  boolean holds(long offset) {
    return offset >= start && offset < end;
  }

  Owner asHit() {
    return new Owner(scope, start, end, keyOffset, keyLength, valueOffset, valueLength, true);
  }
}
