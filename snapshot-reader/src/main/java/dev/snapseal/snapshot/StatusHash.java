package dev.snapseal.snapshot;

import dev.snapseal.snapshot.internal.ChecksumRun;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import java.io.IOException;

/// What `etcdutl snapshot status` prints as hash: every bucket's name and all its keys and values,
/// in order.
///
/// Identifies the content, not the bytes: it does not change when a store is defragmented.
///
/// @see <a
///   href="https://github.com/etcd-io/etcd/blob/v3.7.1/etcdutl/snapshot/v3_snapshot.go">v3_snapshot.go,
///   Status</a>
public final class StatusHash implements BucketVisitor {
  private final ChecksumRun crc;

  public StatusHash(Snapshot snapshot) {
    this.crc = new ChecksumRun(snapshot.bytes());
  }

  /// The hash of a whole file.
  public static long of(Snapshot snapshot) throws IOException {
    StatusHash hash = new StatusHash(snapshot);
    PageUsage.survey(snapshot, hash);
    return hash.value();
  }

  @Override
  public void bucket(Bucket bucket) {
    crc.update(bucket.element().keyOffset(), bucket.element().keyLength());
  }

  /// A nested bucket counts with its name alone.
  @Override
  public void leaf(LeafPage leaf) throws IOException {
    for (int i = 0; i < leaf.count(); i++) {
      LeafElement element = leaf.element(i);
      crc.update(
          element.keyOffset(),
          element.isBucket() ? element.keyLength() : element.end() - element.keyOffset());
    }
  }

  /// CRC-32C of all so far, unsigned 32 bit.
  public long value() {
    return crc.value();
  }
}
