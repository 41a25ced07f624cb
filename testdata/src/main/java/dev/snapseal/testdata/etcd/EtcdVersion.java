package dev.snapseal.testdata.etcd;

/// The minor version that is said to have written a file.
public enum EtcdVersion {
  V3_4("3.4.0"),
  V3_5("3.5.0"),
  V3_6("3.6.0"),
  V3_7("3.7.0");

  private final String text;

  EtcdVersion(String text) {
    this.text = text;
  }

  /// As `clusterVersion` and `storageVersion` state it.
  String text() {
    return text;
  }

  /// Whether `meta` holds `term` and `confState` (etcd v3.5.33, server/mvcc/buckets/bucket.go).
  boolean writesTerm() {
    return compareTo(V3_5) >= 0;
  }

  /// Whether `meta` holds `storageVersion` (etcd v3.6.14, server/storage/schema/schema.go).
  boolean writesStorageVersion() {
    return compareTo(V3_6) >= 0;
  }
}
