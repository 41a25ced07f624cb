package dev.snapseal.testdata.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.testdata.BucketBuilder;
import dev.snapseal.testdata.BuiltSnapshot;
import dev.snapseal.testdata.SnapshotBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The backend of an etcd member, described by the requests it has served.
///
/// ```java
/// BuiltSnapshot file =
///     EtcdBuilder.of(EtcdVersion.V3_6)
///         .put("/registry/secrets/a/b", "v1")          // revision 2
///         .transaction(t -> t.put("x", "1").put("y", "2"))  // revision 3, subs 0 and 1
///         .delete("x")                                 // revision 4, a tombstone
///         .compact(3)
///         .snapshot();
/// ```
///
/// All ten buckets exist, empty or not, as in a running member. [#backend(SnapshotBuilder)] fills a
/// file whose pages are described elsewhere.
public final class EtcdBuilder {
  private static final List<String> BUCKETS =
      List.of(
          "alarm",
          "auth",
          "authRoles",
          "authUsers",
          "cluster",
          "key",
          "lease",
          "members",
          "members_removed",
          "meta");

  private final KeyHistory history = new KeyHistory();
  private final Map<String, TreeMap<byte[], byte[]>> rows = new TreeMap<>();
  private Consumer<BucketBuilder> keyBucketLayout = bucket -> {};

  private EtcdBuilder(EtcdVersion version) {
    BUCKETS.forEach(name -> rows.put(name, new TreeMap<>(Arrays::compareUnsigned)));
    row("cluster", "clusterVersion", version.text().getBytes(UTF_8));
    row("meta", "consistent_index", u64(1));
    if (version.writesTerm()) {
      row("meta", "term", u64(2));
      row("meta", "confState", "{\"voters\":[1],\"auto_leave\":false}".getBytes(UTF_8));
    }
    if (version.writesStorageVersion()) {
      row("meta", "storageVersion", version.text().getBytes(UTF_8));
    }
  }

  /// An empty store.
  public static EtcdBuilder of(EtcdVersion version) {
    return new EtcdBuilder(version);
  }

  /// A put request.
  public EtcdBuilder put(String key, byte[] value) {
    return put(key, value, 0);
  }

  /// A put request with a UTF-8 text as the value.
  public EtcdBuilder put(String key, String value) {
    return put(key, value.getBytes(UTF_8));
  }

  /// A put request with a lease; the lease need not exist.
  public EtcdBuilder put(String key, byte[] value, long lease) {
    history.beginRequest();
    history.put(key, value, lease);
    return this;
  }

  /// A request that deletes one key, which must live.
  public EtcdBuilder delete(String key) {
    history.beginRequest();
    history.delete(key);
    return this;
  }

  /// One request with several changes.
  public EtcdBuilder transaction(Consumer<Transaction> changes) {
    history.beginRequest();
    changes.accept(new Transaction(history));
    return this;
  }

  /// A compaction that has ended: records are gone, both compact revisions are set.
  public EtcdBuilder compact(long revision) {
    history.compact(revision);
    scheduleCompaction(revision);
    return row("meta", "finishedCompactRev", RevisionKey.put(revision, 0));
  }

  /// A compaction that was accepted and has deleted nothing yet.
  public EtcdBuilder scheduleCompaction(long revision) {
    return row("meta", "scheduledCompactRev", RevisionKey.put(revision, 0));
  }

  /// What `snapshot restore --bump-revision --mark-compacted` leaves: a record without a value.
  public EtcdBuilder bumpRevision(long by) {
    history.bump(by);
    return scheduleCompaction(history.revision());
  }

  /// Any record, right or wrong, in the `key` bucket.
  public EtcdBuilder record(byte[] key, byte[] value) {
    history.raw(key, value);
    return this;
  }

  /// A row of any of the ten buckets except `key`.
  public EtcdBuilder row(String bucket, byte[] key, byte[] value) {
    rows.get(bucket).put(key, value);
    return this;
  }

  /// A row with an ASCII key.
  public EtcdBuilder row(String bucket, String key, byte[] value) {
    return row(bucket, key.getBytes(UTF_8), value);
  }

  /// Leaves out a row, such as `storageVersion` of a young file.
  public EtcdBuilder withoutRow(String bucket, String key) {
    rows.get(bucket).remove(key.getBytes(UTF_8));
    return this;
  }

  /// Leaves out a whole bucket, as a foreign file would.
  public EtcdBuilder withoutBucket(String bucket) {
    rows.remove(bucket);
    return this;
  }

  /// How the tree of the `key` bucket is laid out.
  public EtcdBuilder keyBucket(Consumer<BucketBuilder> layout) {
    keyBucketLayout = layout;
    return this;
  }

  /// Main revision of the last request.
  public long revision() {
    return history.revision();
  }

  /// A snapshot of this backend with 4096-byte pages and a right trailer.
  public BuiltSnapshot snapshot() {
    return backend(SnapshotBuilder.snapshot()).build();
  }

  /// Puts the buckets into the root bucket of a file that is laid out elsewhere.
  public void topLevelBuckets(BucketBuilder root) {
    rows.forEach((name, content) -> root.bucket(name, bucket -> fill(name, bucket, content)));
  }

  /// Puts the buckets into a file whose pages are described elsewhere.
  ///
  /// @return `file`
  public SnapshotBuilder backend(SnapshotBuilder file) {
    return file.root(this::topLevelBuckets);
  }

  private void fill(String name, BucketBuilder bucket, Map<byte[], byte[]> content) {
    content.forEach(bucket::put);
    if (name.equals("key")) {
      history.records().forEach(bucket::put);
      keyBucketLayout.accept(bucket);
    }
  }

  private static byte[] u64(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
