package dev.snapseal.snapshot.kv;

import dev.snapseal.snapshot.SnapshotBytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The buckets etcd writes at the top level of its file.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/storage/schema/bucket.go">etcd
///   schema/bucket.go</a>
public enum EtcdBucket {
  /// Every revision of every key.
  KEY("key"),
  META("meta"),
  LEASE("lease"),
  ALARM("alarm"),
  CLUSTER("cluster"),
  MEMBERS("members"),
  MEMBERS_REMOVED("members_removed"),
  AUTH("auth"),
  AUTH_USERS("authUsers"),
  AUTH_ROLES("authRoles");

  private final String bucketName;

  EtcdBucket(String bucketName) {
    this.bucketName = bucketName;
  }

  /// The bucket whose name stands in the file from `offset`; none if it is no bucket of etcd's.
  public static Optional<EtcdBucket> named(SnapshotBytes bytes, long offset, long length) {
    for (EtcdBucket bucket : values()) {
      if (bucket.bucketName.length() == length
          && bytes.matches(offset, length, bucket.nameBytes())) {
        return Optional.of(bucket);
      }
    }
    return Optional.empty();
  }

  /// The name as stored, such as `authUsers`.
  public String bucketName() {
    return bucketName;
  }

  public byte[] nameBytes() {
    return bucketName.getBytes(StandardCharsets.US_ASCII);
  }
}
