package dev.snapseal.snapshot;

import dev.snapseal.snapshot.internal.ChecksumRun;
import dev.snapseal.snapshot.internal.PageTreeWalk;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionIndex;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import java.io.IOException;
import java.util.Optional;

/// The two hashes etcd gives a store, computed from a file exactly as etcd computes them.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.7.1/server/storage/mvcc/hash.go">etcd
///   mvcc/hash.go</a>
public final class SnapshotHashes {
  private SnapshotHashes() {}

  /// What `etcdutl snapshot status` prints as hash: every bucket's name and all its keys and
  /// values, in order.
  ///
  /// Identifies the content, not the bytes: it does not change when a store is defragmented.
  ///
  /// @see <a
  ///   href="https://github.com/etcd-io/etcd/blob/v3.7.1/etcdutl/snapshot/v3_snapshot.go">v3_snapshot.go,
  ///   Status</a>
  public static long status(Snapshot snapshot) throws IOException {
    ChecksumRun crc = new ChecksumRun(snapshot.bytes());
    for (Bucket bucket : snapshot.buckets()) {
      crc.update(bucket.element().keyOffset(), bucket.element().keyLength());
      new PageTreeWalk(snapshot.pages())
          .walk(bucket.root(), PageTreeWalk.leaves(leaf -> updateLeaf(crc, leaf)));
    }
    return crc.value();
  }

  private static void updateLeaf(ChecksumRun crc, LeafPage leaf) throws IOException {
    for (int i = 0; i < leaf.count(); i++) {
      LeafElement element = leaf.element(i);
      crc.update(
          element.keyOffset(),
          element.isBucket() ? element.keyLength() : element.end() - element.keyOffset());
    }
  }

  /// The hash members of a cluster compare, at main revision `revision`.
  ///
  /// @param newest built up to that same revision
  public static long hashKv(Snapshot snapshot, MetaValues meta, RevisionIndex newest, long revision)
      throws IOException {
    ChecksumRun crc = new ChecksumRun(snapshot.bytes());
    Optional<Bucket> key = snapshot.bucket(EtcdBucket.KEY);
    crc.update(EtcdBucket.KEY.nameBytes());
    if (key.isPresent()) {
      long compacted = meta.compactRevision().orElse(-1);
      snapshot.forEachRevision(new HashKvVisitor(crc, newest, compacted, revision));
    }
    return crc.value();
  }

  /// A record at or before the compacted revision counts only if it is kept, that is the newest of
  /// its key; and a tombstone right at that revision never does, since older servers deleted it.
  private record HashKvVisitor(ChecksumRun crc, RevisionIndex newest, long compacted, long revision)
      implements RecordVisitor {

    @Override
    public void record(RevisionRecord record) {
      long main = record.revision().main();
      if (main > revision) {
        return;
      }
      if (main <= compacted && !isKept(record)) {
        return;
      }
      if (main == compacted && record.isTombstone()) {
        return;
      }
      crc.update(record.recordOffset(), record.recordLength());
    }

    private boolean isKept(RevisionRecord record) {
      return newest.liveKeys() == 0 || newest.isLive(record);
    }

    @Override
    public void malformed(MalformedRecordException fault) {
      // etcd refuses to start on such a file; its hash is that of the records there are.
    }
  }
}
