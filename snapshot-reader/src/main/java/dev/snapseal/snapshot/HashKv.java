package dev.snapseal.snapshot;

import dev.snapseal.snapshot.internal.ChecksumRun;
import dev.snapseal.snapshot.internal.Crc32c;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.util.zip.CRC32C;

/// The hash that members of a cluster compare, computed from a file exactly as etcd computes it.
///
/// A record at or before the compacted revision counts only if it is kept, that is the newest of
/// its key; and a tombstone right at that revision never does, since older servers deleted it.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.7.1/server/storage/mvcc/hash.go">etcd
///   mvcc/hash.go</a>
public final class HashKv implements RecordVisitor {
  private final ChecksumRun crc;
  private final RevisionIndex newest;
  private final long compacted;
  private final long revision;

  /// The hash at main revision `revision`.
  ///
  /// @param newest built up to that same revision
  public HashKv(Snapshot snapshot, MetaValues meta, RevisionIndex newest, long revision) {
    this.crc = new ChecksumRun(snapshot.bytes());
    this.newest = newest;
    this.compacted = meta.compactRevision().orElse(-1);
    this.revision = revision;
    crc.update(EtcdBucket.KEY.nameBytes());
  }

  /// The hash of a whole file at main revision `revision`.
  public static long of(Snapshot snapshot, MetaValues meta, RevisionIndex newest, long revision)
      throws IOException {
    HashKv hash = new HashKv(snapshot, meta, newest, revision);
    snapshot.forEachRevision(hash);
    return hash.value();
  }

  /// The hash of a store that was never compacted and whose records are all sound: every record
  /// counts.
  ///
  /// @param records checksum of all keys and values of bucket `key`, in order
  public static long ofAll(Crc32c records) {
    CRC32C name = new CRC32C();
    name.update(EtcdBucket.KEY.nameBytes());
    return new Crc32c(name.getValue(), EtcdBucket.KEY.nameBytes().length).append(records).value();
  }

  @Override
  public void record(RevisionRecord record) {
    long main = record.revision().main();
    if (main > revision || (main <= compacted && !isKept(record))) {
      return;
    }
    if (main == compacted && record.isTombstone()) {
      return;
    }
    crc.update(record.recordOffset(), record.recordLength());
  }

  /// etcd refuses to start on such a file; its hash is that of the records there are.
  @Override
  public void malformed(MalformedRecordException fault) {}

  /// CRC-32C of all so far, unsigned 32 bit.
  public long value() {
    return crc.value().value();
  }

  private boolean isKept(RevisionRecord record) {
    return newest.liveKeys() == 0 || newest.isLive(record);
  }
}
