package dev.snapseal.snapshot.wal;

import java.util.Optional;

/// What a record holds.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.7.1/server/storage/wal/wal.go">etcd
///   wal.go</a>
public enum WalRecordType {
  /// Ids of member and cluster.
  METADATA(1),
  /// A raft entry.
  ENTRY(2),
  /// Raft's hard state.
  STATE(3),
  /// No data: the running CRC of the segments before.
  CRC(4),
  /// Index and term that a snapshot covers.
  SNAPSHOT(5);

  private final int number;

  WalRecordType(int number) {
    this.number = number;
  }

  /// The number that stands in a record.
  public int number() {
    return number;
  }

  static Optional<WalRecordType> of(long number) {
    for (WalRecordType type : values()) {
      if (type.number == number) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
