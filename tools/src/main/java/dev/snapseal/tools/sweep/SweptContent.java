package dev.snapseal.tools.sweep;

/// What stands in a part of a file that is no sound store, from the least grave to the gravest.
public enum SweptContent {
  ZEROES,
  /// Bytes in which nothing was recognised.
  UNKNOWN,
  /// Pages of bbolt's.
  PAGES,
  /// Encrypted values.
  ENCRYPTED,
  /// Plaintext that the policy permits.
  PERMITTED,
  /// The machine could not read it.
  UNREAD,
  /// What whoever has the bytes can read.
  READABLE
}
