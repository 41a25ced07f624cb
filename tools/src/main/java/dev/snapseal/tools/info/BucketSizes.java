package dev.snapseal.tools.info;

import dev.snapseal.snapshot.Bucket;
import dev.snapseal.snapshot.BucketVisitor;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import java.util.ArrayList;
import java.util.List;

/// Counts the elements of each bucket and their bytes.
final class BucketSizes implements BucketVisitor {
  private final List<BackupInfo.BucketSize> finished = new ArrayList<>();
  private String name = "";
  private long keys;
  private long bytes;

  @Override
  public void bucket(Bucket bucket) {
    finish();
    name = bucket.name();
  }

  @Override
  public void leaf(LeafPage leaf) throws CorruptSnapshotException {
    keys += leaf.count();
    for (int i = 0; i < leaf.count(); i++) {
      LeafElement element = leaf.element(i);
      bytes += element.end() - element.keyOffset();
    }
  }

  /// All buckets, in bbolt's order; call once, after the walk.
  List<BackupInfo.BucketSize> sizes() {
    finish();
    return List.copyOf(finished);
  }

  private void finish() {
    if (!name.isEmpty()) {
      finished.add(new BackupInfo.BucketSize(name, keys, bytes));
    }
    keys = 0;
    bytes = 0;
  }
}
