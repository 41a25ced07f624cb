package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.PageHeader;
import dev.snapseal.snapshot.page.PageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at every leaf page that no tree leads to, and hands it to the bucket whose form it has.
final class LeafSweep {
  private final SourceShape shape;
  private final PageClaims claims;
  private final BucketShape shapes;
  private final RecordCollector records;
  private final Map<EtcdBucket, RowCollector> rows;

  LeafSweep(
      SourceShape shape,
      PageClaims claims,
      BucketShape shapes,
      RecordCollector records,
      Map<EtcdBucket, RowCollector> rows) {
    this.shape = shape;
    this.claims = claims;
    this.shapes = shapes;
    this.records = records;
    this.rows = rows;
  }

  void run() {
    for (long page = claims.nextHead(2); page < shape.pages(); page = claims.nextHead(page + 1)) {
      claims.free(page, PageType.LEAF).filter(header -> header.count() > 0).ifPresent(this::take);
    }
  }

  private void take(PageHeader header) {
    long span = claims.left(header);
    if (!LeafReader.fits(header, span * shape.pageSize())) {
      return;
    }
    long end = (header.id() + span) * shape.pageSize();
    Optional<EtcdBucket> bucket = bucketOf(header, end);
    if (bucket.isEmpty()) {
      return;
    }
    claims.claimLeft(header);
    if (bucket.get() == EtcdBucket.KEY) {
      records.addPage(header, span);
    } else {
      rows.get(bucket.get()).addPage(header, end, records.leaves());
    }
  }

  /// The bucket of the first element that has the form of one.
  private Optional<EtcdBucket> bucketOf(PageHeader header, long end) {
    List<EtcdBucket> found = new ArrayList<>();
    records
        .leaves()
        .read(
            header,
            end,
            new LeafReader.Visitor() {
              @Override
              public void element(LeafElement element) {
                if (found.isEmpty()) {
                  shapes.of(element).ifPresent(found::add);
                }
              }

              @Override
              public void cut(LeafElement element) {
                element(
                    new LeafElement(
                        element.offset(),
                        element.flags(),
                        element.keyOffset(),
                        element.keyLength(),
                        0));
              }

              @Override
              public void unreadable() {}
            });
    return found.stream().findFirst();
  }
}
