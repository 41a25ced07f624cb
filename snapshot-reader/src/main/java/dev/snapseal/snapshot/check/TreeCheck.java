package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.check.KeyRange.KeyPlace;
import dev.snapseal.snapshot.internal.PageTreeWalk;
import dev.snapseal.snapshot.page.BranchElement;
import dev.snapseal.snapshot.page.BranchPage;
import dev.snapseal.snapshot.page.LeafPage;
import dev.snapseal.snapshot.page.Page;
import dev.snapseal.snapshot.page.TreePage;
import java.io.IOException;
import java.util.Optional;

/// Checks the tree of one bucket: each page on its own, and against the branch page above it.
///
/// What hangs below a page that cannot be read is not looked at; what hangs beside it is.
final class TreeCheck {
  private final CheckScope scope;
  private final BucketPath bucket;
  private final LeafCheck leaves;

  TreeCheck(CheckScope scope, BucketPath bucket) {
    this.scope = scope;
    this.bucket = bucket;
    this.leaves = new LeafCheck(scope, bucket);
  }

  /// @param from where the root's page id stands
  void check(long rootPageId, Place from) throws IOException {
    node(rootPageId, from, KeyRange.ALL, 0);
  }

  private void node(long pageId, Place from, KeyRange range, int depth) throws IOException {
    if (!scope.ledger().isInBounds(pageId, from)) {
      return;
    }
    if (depth >= PageTreeWalk.MAX_DEPTH) {
      scope
          .findings()
          .error(
              StructureRule.TREE_TOO_DEEP,
              from,
              () -> "the tree is deeper than " + PageTreeWalk.MAX_DEPTH + " pages");
      return;
    }
    if (!scope.ledger().claim(pageId, from)) {
      return;
    }
    Optional<TreePage> page = readPage(pageId, from);
    if (page.isEmpty() || !claimOverflow(page.get())) {
      return;
    }
    switch (page.get()) {
      case BranchPage branch -> {
        checkKeys(branch, range);
        checkChildren(branch, range, depth);
      }
      case LeafPage leaf -> {
        if (leaf.count() == 0 && depth > 0) {
          reportEmpty(leaf);
        }
        leaves.check(leaf, range);
      }
    }
  }

  private boolean claimOverflow(Page page) {
    Place place = Place.at(page.header().id(), page.offset() + 12, bucket);
    return scope.ledger().claimOverflow(page.header(), place);
  }

  private Optional<TreePage> readPage(long pageId, Place from) {
    try {
      return Optional.of(scope.pages().treePage(pageId));
    } catch (CorruptSnapshotException fault) {
      scope.findings().error(fault, from);
      return Optional.empty();
    }
  }

  private void checkKeys(BranchPage page, KeyRange range) throws CorruptSnapshotException {
    long id = page.header().id();
    long length = page.end() - page.offset();
    PageKeys keys = new PageKeys(scope.bytes(), scope.findings(), id, bucket, range, length);
    PageData data =
        new PageData(scope.bytes(), scope.findings(), id, bucket, page.dataStart(), page.end());
    for (int i = 0; i < page.count(); i++) {
      Optional<StructureRule> fault = page.fault(i);
      if (fault.isPresent()) {
        int index = i;
        scope.findings().error(fault.get(), place(page, i), () -> page.describe(index));
        data.addUnknown();
        continue;
      }
      BranchElement element = page.element(i);
      keys.add(i, element.offset(), element.keyOffset(), element.keyLength());
      data.add(i, element.offset(), element.keyOffset(), element.end());
    }
    keys.end();
    data.end(page.offset(), page.end());
  }

  private void checkChildren(BranchPage page, KeyRange range, int depth) throws IOException {
    for (int i = 0; i < page.count(); i++) {
      Optional<KeyPlace> next = i + 1 < page.count() ? key(page, i + 1) : Optional.empty();
      KeyRange below = new KeyRange(page.header().id(), key(page, i), next.or(range::high));
      node(page.childPageId(i), place(page, i), below, depth + 1);
    }
  }

  private static Optional<KeyPlace> key(BranchPage page, int index)
      throws CorruptSnapshotException {
    if (page.fault(index).isPresent()) {
      return Optional.empty();
    }
    BranchElement element = page.element(index);
    return Optional.of(new KeyPlace(element.keyOffset(), element.keyLength()));
  }

  private void reportEmpty(LeafPage leaf) {
    scope
        .findings()
        .warning(
            StructureRule.LEAF_EMPTY,
            Place.at(leaf.pageId(), leaf.offset() + 10, bucket),
            () -> "a leaf below a branch page has no elements");
  }

  private Place place(BranchPage page, int index) {
    return Place.at(page.header().id(), page.elementOffset(index), bucket);
  }
}
