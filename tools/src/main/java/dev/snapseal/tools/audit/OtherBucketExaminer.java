package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.Bucket;
import dev.snapseal.snapshot.BucketVisitor;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.tools.audit.Stretch.Closing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Judges the rows of every bucket but `key`. No object belongs there; text does in those in which
/// etcd keeps its members, its users and its settings.
///
/// etcd nests no buckets: what is inside one is nothing that it wrote. An inline one is looked at
/// as a whole.
final class OtherBucketExaminer implements BucketVisitor {
  private static final byte[] CONF_STATE = "confState".getBytes(StandardCharsets.US_ASCII);

  private final SnapshotBytes bytes;
  private final FragmentExaminer fragments;

  /// Which of etcd's buckets the rows are from; none for others, and for a second one of a name.
  private Optional<EtcdBucket> known = Optional.empty();

  OtherBucketExaminer(ValueExaminer examiner) {
    this.bytes = examiner.context().snapshot().bytes();
    this.fragments = new FragmentExaminer(examiner, Scope.LIVE);
  }

  @Override
  public void bucket(Bucket bucket) {
    known = bucket.known();
    if (known.isEmpty()) {
      LeafElement element = bucket.element();
      text(element.keyOffset(), element.valueOffset());
    }
  }

  @Override
  public void leaf(LeafPage leaf) throws IOException {
    if (known.isEmpty() || known.get() != EtcdBucket.KEY) {
      rows(leaf, known);
    }
  }

  @Override
  public void nestedLeaf(LeafPage leaf) throws IOException {
    rows(leaf, Optional.empty());
  }

  private void rows(LeafPage leaf, Optional<EtcdBucket> bucket) throws IOException {
    for (int i = 0; i < leaf.count(); i++) {
      LeafElement row = leaf.element(i);
      if (!row.isBucket() && bucket.isPresent() && mayHoldText(bucket.get(), row)) {
        fragments.examineHeads(new ByteRange(row.keyOffset(), row.end()));
      } else {
        text(row.keyOffset(), row.end());
      }
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
