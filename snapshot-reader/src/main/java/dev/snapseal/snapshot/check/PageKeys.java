package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import dev.snapseal.snapshot.check.KeyRange.KeyPlace;
import java.util.Optional;

/// Takes the keys of one page in the order of its elements and checks their order and range.
final class PageKeys {
  private final SnapshotBytes bytes;
  private final FindingList findings;
  private final long pageId;
  private final BucketPath bucket;
  private final KeyRange range;
  private long budget;
  private Optional<KeyPlace> previous = Optional.empty();
  private long previousElement;

  /// @param pageBytes length of the page: keys that lie apart cost no more to compare
  PageKeys(
      SnapshotBytes bytes,
      FindingList findings,
      long pageId,
      BucketPath bucket,
      KeyRange range,
      long pageBytes) {
    this.bytes = bytes;
    this.findings = findings;
    this.pageId = pageId;
    this.bucket = bucket;
    this.range = range;
    this.budget = 4 * pageBytes;
  }

  /// @param elementOffset where the element lies, for findings
  void add(int index, long elementOffset, long keyOffset, int keyLength) {
    if (keyLength == 0) {
      findings.error(
          StructureRule.KEY_EMPTY,
          at(elementOffset),
          () -> "element " + index + " has an empty key: bbolt stops at the next write");
    }
    budget -= keyLength;
    if (budget < 0) {
      return;
    }
    KeyPlace key = new KeyPlace(keyOffset, keyLength);
    if (previous.isPresent()) {
      checkOrder(index, elementOffset, previous.get(), key);
    } else if (range.low().isPresent()) {
      checkLow(index, elementOffset, range.low().get(), key);
    }
    previous = Optional.of(key);
    previousElement = elementOffset;
  }

  /// Call behind the last key.
  void end() {
    if (previous.isPresent()
        && range.high().isPresent()
        && compare(previous.get(), range.high().get()) >= 0) {
      findings.error(
          StructureRule.KEY_RANGE,
          at(previousElement),
          () -> "the last key is not below the first key of the next page of the tree");
    }
  }

  private void checkOrder(int index, long elementOffset, KeyPlace before, KeyPlace key) {
    int order = compare(before, key);
    if (order >= 0) {
      findings.error(
          StructureRule.KEY_ORDER,
          at(elementOffset),
          () ->
              "the key of element %d is %s that of the element before"
                  .formatted(index, order == 0 ? "equal to" : "below"));
    }
  }

  private void checkLow(int index, long elementOffset, KeyPlace low, KeyPlace key) {
    int order = compare(key, low);
    if (order < 0) {
      findings.error(
          StructureRule.KEY_RANGE,
          at(elementOffset),
          () -> "the first key is below the one branch page " + range.parent() + " has for it");
    } else if (order > 0 && index == 0) {
      findings.error(
          StructureRule.BRANCH_KEY,
          at(elementOffset),
          () ->
              "branch page %d has another key than this page's first: a write breaks the file"
                  .formatted(range.parent()));
    }
  }

  private int compare(KeyPlace first, KeyPlace second) {
    return bytes.compare(first.offset(), first.length(), second.offset(), second.length());
  }

  private Place at(long offset) {
    return Place.at(pageId, offset, bucket);
  }
}
