package dev.snapseal.snapshot;

import dev.snapseal.snapshot.internal.ChecksumRun;
import dev.snapseal.snapshot.internal.Crc32c;
import dev.snapseal.snapshot.kv.EtcdBucket;
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
  private Crc32c before = Crc32c.EMPTY;
  private final ChecksumRun content;
  private boolean isKeyBucket;
  private Crc32c keyBucket = Crc32c.EMPTY;

  public StatusHash(Snapshot snapshot) {
    this.content = new ChecksumRun(snapshot.bytes());
  }

  /// The hash of a whole file.
  public static long of(Snapshot snapshot) throws IOException {
    StatusHash hash = new StatusHash(snapshot);
    PageUsage.survey(snapshot, hash);
    return hash.value();
  }

  @Override
  public void bucket(Bucket bucket) {
    finish();
    LeafElement element = bucket.element();
    content.update(element.keyOffset(), element.keyLength());
    finish();
    isKeyBucket = bucket.is(EtcdBucket.KEY);
  }

  /// Closes the part that is being summed.
  private void finish() {
    Crc32c part = content.take();
    if (isKeyBucket) {
      keyBucket = part;
      isKeyBucket = false;
    }
    before = before.append(part);
  }

  /// A nested bucket counts with its name alone.
  @Override
  public void leaf(LeafPage leaf) throws IOException {
    for (int i = 0; i < leaf.count(); i++) {
      LeafElement element = leaf.element(i);
      content.update(
          element.keyOffset(),
          element.isBucket() ? element.keyLength() : element.end() - element.keyOffset());
    }
  }

  /// CRC-32C of all so far, unsigned 32 bit.
  public long value() {
    finish();
    return before.value();
  }

  /// The checksum of the keys and values of bucket `key`, in order.
  public Crc32c keyBucket() {
    finish();
    return keyBucket;
  }
}
