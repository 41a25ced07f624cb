package dev.snapseal.snapshot.wal;

/// Rules of the write-ahead log.
public enum WalRule {
  /// The frame is longer than what is left of the segment.
  RECORD_TRUNCATED("record-truncated"),
  /// The frame holds no `walpb.Record`.
  RECORD("record"),
  /// A record of a type that no etcd writes.
  RECORD_TYPE("record-type"),
  /// The data is another than what the CRC was made of.
  RECORD_CRC("record-crc"),
  /// A segment begins with another CRC than the one before ended with: one between is missing.
  SEGMENT_CHAIN("segment-chain");

  private final String id;

  WalRule(String id) {
    this.id = id;
  }

  /// What reports call it.
  public String id() {
    return id;
  }
}
