package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;

/// Why a page that a tree leads to is not there.
public enum PageLoss {
  /// Nothing but zeroes stands there.
  ZEROES("zeroes"),
  /// No page header stands there, or one that cannot be.
  NO_PAGE("no-page"),
  /// The file ends before it.
  OUTSIDE("outside"),
  /// A page of another tree, or of another time, stands there.
  OTHER_PAGE("other-page"),
  /// The tree, or another one, has it already.
  TWICE("twice"),
  /// The tree is deeper than bbolt makes them.
  TOO_DEEP("too-deep"),
  /// It is there, and its number of elements contradicts where they stand: it may have had more.
  COUNT("count"),
  /// It names no bucket `key`.
  NO_BUCKETS("no-buckets");

  private final String jsonName;

  PageLoss(String jsonName) {
    this.jsonName = jsonName;
  }

  /// What stands in the place of a page that has no header of its own.
  static PageLoss of(SnapshotBytes bytes, SourceShape shape, long pageId) {
    if (pageId < 2 || pageId >= shape.pages()) {
      return OUTSIDE;
    }
    long start = pageId * shape.pageSize();
    return bytes.isZero(start, start + shape.pageSize()) ? ZEROES : NO_PAGE;
  }

  public String jsonName() {
    return jsonName;
  }

  /// Whether the page itself is damaged; pages of an older tree may just have been used again.
  boolean isDamage() {
    return this == ZEROES || this == NO_PAGE || this == OUTSIDE || this == COUNT;
  }
}
