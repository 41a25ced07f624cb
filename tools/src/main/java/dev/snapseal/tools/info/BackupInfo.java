package dev.snapseal.tools.info;

import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.snapshot.PageCounts;
import dev.snapseal.snapshot.kv.MetaValues;
import dev.snapseal.tools.input.InputFacts;
import java.util.List;

/// What a backup is: the answer of `info`.
///
/// @param hash as `etcdutl snapshot status` prints it
/// @param revision main revision of the last record
/// @param totalKey live keys, as etcd 3.6 and later count
/// @param totalElements elements of all buckets, as 3.4 and 3.5 count
/// @param totalSize bytes in use: high-water mark times page size
/// @param malformedRecords elements among the revisions that are none
/// @param faults what is wrong with a meta page that is not used
public record BackupInfo(
    InputFacts input,
    long hash,
    long revision,
    long totalKey,
    long totalElements,
    long totalSize,
    int pageSize,
    long txid,
    MetaValues meta,
    HashKv hashKv,
    PageCounts pages,
    List<FileRegion> regions,
    List<BucketSize> buckets,
    List<KeySpace> keySpaces,
    List<Member> members,
    long malformedRecords,
    List<String> faults) {

  /// The hash members of a cluster compare, and the revision it is of.
  public record HashKv(long hash, long revision) {}

  /// How much one bucket holds.
  ///
  /// @param bytes of all keys and values
  public record BucketSize(String name, long keys, long bytes) {}

  /// The keys of one resource, or those outside Kubernetes' naming.
  ///
  /// @param prefix what the keys begin with
  /// @param resource empty for keys that are not Kubernetes'
  /// @param bytes of all stored values
  public record KeySpace(
      String prefix,
      String group,
      String resource,
      long live,
      long superseded,
      long tombstones,
      long bytes) {}

  /// A member of the cluster that the backup was taken from.
  ///
  /// @param id lower-case hex as etcdctl prints it
  public record Member(
      String id, String name, List<String> peerUrls, List<String> clientUrls, Role role) {
    /// Whether it takes part in elections.
    public enum Role {
      VOTER,
      LEARNER
    }
  }
}
