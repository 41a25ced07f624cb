package dev.snapseal.snapshot.kv;

import java.nio.charset.StandardCharsets;

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

  /// The name as stored, such as `authUsers`.
  public String bucketName() {
    return bucketName;
  }

  public byte[] nameBytes() {
    return bucketName.getBytes(StandardCharsets.US_ASCII);
  }
}
