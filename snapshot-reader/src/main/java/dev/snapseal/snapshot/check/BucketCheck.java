package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.internal.BucketRoot;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.PageHeader;
import java.io.IOException;
import java.util.Optional;

/// Checks the bucket that a leaf element holds: its header, then its tree or its inline page.
///
/// bbolt's own check passes over inline buckets.
final class BucketCheck {
  private final CheckScope scope;
  private final BucketPath path;

  BucketCheck(CheckScope scope, BucketPath path) {
    this.scope = scope;
    this.path = path;
  }

  /// @param pageId page that holds the element
  void check(long pageId, LeafElement element) throws IOException {
    if (path.depth() > BucketPath.MAX_DEPTH) {
      error(
          StructureRule.BUCKET_TOO_DEEP,
          pageId,
          element.offset(),
          "buckets are nested deeper than " + BucketPath.MAX_DEPTH);
      return;
    }
    Optional<BucketRoot> root = readRoot(pageId, element);
    if (root.isEmpty()) {
      return;
    }
    switch (root.get()) {
      case BucketRoot.Paged paged ->
          new TreeCheck(scope, path)
              .check(paged.rootPageId(), Place.at(pageId, element.valueOffset(), path));
      case BucketRoot.Inline inline -> checkInline(pageId, inline.leaf());
    }
  }

  private Optional<BucketRoot> readRoot(long pageId, LeafElement element) {
    try {
      return Optional.of(scope.pages().bucket(pageId, element));
    } catch (CorruptSnapshotException fault) {
      error(fault.rule(), pageId, fault.offset().orElse(element.offset()), fault.found());
      return Optional.empty();
    }
  }

  private void checkInline(long pageId, LeafPage page) throws IOException {
    PageHeader header = page.header();
    if (header.id() != 0 || header.overflow() != 0) {
      warning(pageId, page.offset(), "an inline bucket's page has an id or overflow pages");
    }
    if (page.end() - page.offset() > scope.pages().meta().pageSize() / 4) {
      warning(pageId, page.offset(), "an inline bucket is larger than a quarter of a page");
    }
    for (int i = 0; i < page.count(); i++) {
      if (page.fault(i).isEmpty() && page.element(i).isBucket()) {
        error(
            StructureRule.INLINE_BUCKET,
            pageId,
            page.elementOffset(i),
            "an inline bucket holds a bucket: bbolt does not count its pages");
      }
    }
    new LeafCheck(scope, path).check(page, KeyRange.ALL);
  }

  private void error(StructureRule rule, long pageId, long offset, String message) {
    scope.findings().error(rule, Place.at(pageId, offset, path), () -> message);
  }

  private void warning(long pageId, long offset, String message) {
    scope
        .findings()
        .warning(StructureRule.INLINE_BUCKET, Place.at(pageId, offset, path), () -> message);
  }
}
