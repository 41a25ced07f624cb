package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.Bucket;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.tools.audit.Stretch.Closing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Judges the rows of every bucket but `key`. No object belongs there; text does in those in which
/// etcd keeps its members, its users and its settings.
final class OtherBucketExaminer {
  private static final byte[] CONF_STATE = "confState".getBytes(StandardCharsets.US_ASCII);

  private final Snapshot snapshot;
  private final SnapshotBytes bytes;
  private final FragmentExaminer fragments;

  OtherBucketExaminer(ValueExaminer examiner) {
    this.snapshot = examiner.context().snapshot();
    this.bytes = snapshot.bytes();
    this.fragments = new FragmentExaminer(examiner, Scope.LIVE);
  }

  void examine(Bucket bucket) throws IOException {
    Optional<EtcdBucket> known = known(bucket);
    LeafElement element = bucket.element();
    if (known.isEmpty()) {
      text(element.keyOffset(), element.valueOffset());
    }
    if (known.isEmpty() || known.get() != EtcdBucket.KEY) {
      snapshot.forEach(bucket, (leaf, row) -> row(leaf, row, known));
    }
  }

  private Optional<EtcdBucket> known(Bucket bucket) {
    LeafElement element = bucket.element();
    return Arrays.stream(EtcdBucket.values())
        .filter(b -> bytes.matches(element.keyOffset(), element.keyLength(), b.nameBytes()))
        .findFirst();
  }

  /// etcd nests no buckets: what is inside one is nothing that it wrote. An inline one is looked at
  /// as a whole.
  private void row(LeafPage leaf, LeafElement element, Optional<EtcdBucket> known)
      throws IOException {
    if (element.isBucket()) {
      text(element.keyOffset(), element.end());
      Bucket nested = snapshot.bucket(leaf, element);
      if (!nested.isInline()) {
        snapshot.forEach(nested, (below, row) -> row(below, row, Optional.empty()));
      }
    } else if (known.isPresent() && mayHoldText(known.get(), element)) {
      fragments.examineHeads(new ByteRange(element.keyOffset(), element.end()));
    } else {
      text(element.keyOffset(), element.end());
    }
  }

  private void text(long start, long end) {
    fragments.examine(new ByteRange(start, end), Closing.ENDS);
  }

  private boolean mayHoldText(EtcdBucket bucket, LeafElement element) {
    return switch (bucket) {
      case CLUSTER, MEMBERS, MEMBERS_REMOVED, AUTH, AUTH_USERS, AUTH_ROLES -> true;
      case META -> bytes.matches(element.keyOffset(), element.keyLength(), CONF_STATE);
      case KEY, LEASE, ALARM -> false;
    };
  }
}
