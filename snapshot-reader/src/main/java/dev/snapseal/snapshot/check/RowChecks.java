package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.kv.EtcdBucket;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Chooses what is checked of each bucket's elements, and notes which of etcd's buckets there are.
final class RowChecks {
  private final SnapshotBytes bytes;
  private final FindingList findings;
  private final CheckOptions options;
  private final Set<EtcdBucket> seen = EnumSet.noneOf(EtcdBucket.class);
  private Optional<RevisionRowCheck> revisions = Optional.empty();

  RowChecks(SnapshotBytes bytes, FindingList findings, CheckOptions options) {
    this.bytes = bytes;
    this.findings = findings;
    this.options = options;
  }

  /// What to check in the bucket at `path`, which is being entered.
  RowCheck forBucket(BucketPath path) {
    if (path.depth() != 1) {
      return RowCheck.NONE;
    }
    Optional<EtcdBucket> bucket = named(path.names());
    bucket.ifPresent(seen::add);
    return switch (options.scope()) {
      case STRUCTURE -> RowCheck.NONE;
      case RECORDS -> bucket.map(known -> forEtcdBucket(known, path)).orElse(RowCheck.NONE);
    };
  }

  /// Records of bucket `key` looked at.
  long valuesChecked() {
    return revisions.map(RevisionRowCheck::count).orElse(0L);
  }

  /// Reports the buckets without which etcd's own tools crash.
  void checkAllPresent() {
    switch (options.scope()) {
      case STRUCTURE -> {}
      case RECORDS -> {
        requireBucket(EtcdBucket.KEY);
        requireBucket(EtcdBucket.META);
      }
    }
  }

  private RowCheck forEtcdBucket(EtcdBucket bucket, BucketPath path) {
    return switch (bucket) {
      case KEY -> {
        RevisionRowCheck check = new RevisionRowCheck(bytes, findings, path, options.visitor());
        revisions = Optional.of(revisions.orElse(check));
        yield revisions.get();
      }
      case META -> new MetaRowCheck(bytes, findings, path);
      case LEASE -> new LeaseRowCheck(bytes, findings, path);
      case ALARM, CLUSTER, MEMBERS, MEMBERS_REMOVED, AUTH, AUTH_USERS, AUTH_ROLES -> RowCheck.NONE;
    };
  }

  private void requireBucket(EtcdBucket bucket) {
    if (!seen.contains(bucket)) {
      findings.error(
          StructureRule.ETCD_BUCKETS,
          Place.FILE,
          () -> "bucket '" + bucket.bucketName() + "' is missing: no backup of etcd");
    }
  }

  private static Optional<EtcdBucket> named(String name) {
    return Arrays.stream(EtcdBucket.values())
        .filter(bucket -> bucket.bucketName().equals(name))
        .findFirst();
  }
}
