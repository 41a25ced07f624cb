package dev.snapseal.testdata;

/// How a file says which pages are free.
public enum FreelistForm {
  /// It does not: the meta page says so, as etcd on Linux writes it.
  NONE,
  /// As bbolt stores it by default; a spare page appears where bbolt's own rule gives one.
  STORED,
  /// As [#STORED], and one more page that no id needs.
  STORED_WITH_SPARE_PAGE
}
