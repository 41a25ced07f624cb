package dev.snapseal.testdata;

/// What follows the pages of a snapshot.
public enum TrailerForm {
  /// Nothing, as in a data directory's `db`.
  ABSENT,
  /// The SHA-256 of everything before it, 32 bytes.
  RIGHT,
  /// 32 bytes that are not that hash.
  WRONG,
  /// The right hash without its last byte.
  CUT
}
