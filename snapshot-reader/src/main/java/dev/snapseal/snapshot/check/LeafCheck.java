package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import java.io.IOException;
import java.util.Optional;

/// Checks the leaf pages of one bucket, element by element; a bad one does not hide its neighbours.
final class LeafCheck {
  private final CheckScope scope;
  private final BucketPath bucket;
  private final RowCheck rows;

  LeafCheck(CheckScope scope, BucketPath bucket) {
    this.scope = scope;
    this.bucket = bucket;
    this.rows = scope.rows().forBucket(bucket);
  }

  void check(LeafPage page, KeyRange range) throws IOException {
    long id = page.pageId();
    long length = page.end() - page.offset();
    PageKeys keys = new PageKeys(scope.bytes(), scope.findings(), id, bucket, range, length);
    PageData data =
        new PageData(scope.bytes(), scope.findings(), id, bucket, page.dataStart(), page.end());
    for (int i = 0; i < page.count(); i++) {
      Optional<StructureRule> fault = page.fault(i);
      if (fault.isPresent()) {
        int index = i;
        scope
            .findings()
            .error(fault.get(), at(id, page.elementOffset(i)), () -> page.describe(index));
        data.addUnknown();
        continue;
      }
      LeafElement element = page.element(i);
      keys.add(i, element.offset(), element.keyOffset(), element.keyLength());
      data.add(i, element.offset(), element.keyOffset(), element.end());
      if (data.isBounded()) {
        checkElement(id, i, element);
      }
    }
    keys.end();
    data.end(page.offset(), page.end());
  }

  private void checkElement(long pageId, int index, LeafElement element) throws IOException {
    if (element.hasUnknownFlags()) {
      scope
          .findings()
          .warning(
              StructureRule.ELEMENT_FLAGS,
              at(pageId, element.offset()),
              () -> "element %d has the flags 0x%02x".formatted(index, element.flags()));
    }
    if (element.isBucket()) {
      new BucketCheck(scope, bucket.child(scope.bytes(), element)).check(pageId, element);
    } else if (bucket.isRoot()) {
      scope
          .findings()
          .error(
              StructureRule.ROOT_ELEMENT,
              at(pageId, element.offset()),
              () -> "element " + index + " of the root bucket is no bucket");
    }
    rows.row(pageId, element);
  }

  private Place at(long pageId, long offset) {
    return Place.at(pageId, offset, bucket);
  }
}
