package dev.snapseal.tools.caseindex;

/// 128 bits that stand for a value: equal for equal values of one key of etcd, and of no use to
/// whoever lacks the case's key. Made by [Fingerprints].
record Fingerprint(long high, long low) {
  static final int BYTES = 16;

  /// Of a deletion, which has no value.
  static final Fingerprint NONE = new Fingerprint(0, 0);
}
