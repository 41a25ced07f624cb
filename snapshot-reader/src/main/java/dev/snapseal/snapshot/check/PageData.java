package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.FindingList.Place;
import java.util.OptionalLong;

/// Takes the ranges that the elements of one page use and checks that no two share bytes and that
/// what is left is zero.
///
/// bbolt packs keys and values in the order of the elements and zeroes the rest (bbolt v1.5.0,
/// internal/common/inode.go and tx.go).
final class PageData {
  private final SnapshotBytes bytes;
  private final FindingList findings;
  private final long pageId;
  private final BucketPath bucket;
  private final long capacity;
  private long claimed;
  private long previousStart;
  private long previousEnd;
  private long usedEnd;
  private boolean overlap;
  private boolean unknown;
  private boolean disordered;
  private OptionalLong dirtyGap = OptionalLong.empty();

  /// @param start first byte behind the element array
  PageData(
      SnapshotBytes bytes,
      FindingList findings,
      long pageId,
      BucketPath bucket,
      long start,
      long end) {
    this.bytes = bytes;
    this.findings = findings;
    this.pageId = pageId;
    this.bucket = bucket;
    this.capacity = end - start;
    this.previousStart = start;
    this.previousEnd = start;
    this.usedEnd = start;
  }

  /// An element of the page uses these bytes.
  void add(int index, long elementOffset, long dataStart, long dataEnd) {
    claimed += dataEnd - dataStart;
    if (!overlap && dataStart < previousEnd && previousStart < dataEnd) {
      reportOverlap(elementOffset, "element " + index + " shares bytes with the element before");
    }
    disordered |= dataStart < previousStart;
    if (dataStart > usedEnd && dirtyGap.isEmpty()) {
      dirtyGap = firstDirty(usedEnd, /* end= */ dataStart);
    }
    previousStart = dataStart;
    previousEnd = dataEnd;
    usedEnd = Math.max(usedEnd, dataEnd);
  }

  /// An element does not say which bytes it uses, so that none can be called unused.
  void addUnknown() {
    unknown = true;
  }

  /// Whether the elements so far claim little more than the page has: only then is the work of
  /// looking at all their bytes bounded by the file's length.
  boolean isBounded() {
    return claimed <= 4 * capacity;
  }

  /// Call behind the last element.
  void end(long pageOffset, long pageEnd) {
    if (!overlap && claimed > capacity) {
      reportOverlap(pageOffset, "the elements claim more bytes than the page has");
    }
    if (!unknown) {
      firstDirty(usedEnd, pageEnd).ifPresent(this::reportDirty);
    }
    if (!unknown && !disordered) {
      dirtyGap.ifPresent(this::reportDirty);
    }
  }

  private void reportOverlap(long offset, String message) {
    overlap = true;
    findings.error(StructureRule.ELEMENT_OVERLAP, Place.at(pageId, offset, bucket), () -> message);
  }

  private OptionalLong firstDirty(long start, long end) {
    long dirty = bytes.firstNonZero(start, end);
    return dirty < end ? OptionalLong.of(dirty) : OptionalLong.empty();
  }

  private void reportDirty(long offset) {
    findings.warning(
        StructureRule.SLACK_NOT_ZERO,
        Place.at(pageId, offset, bucket),
        () -> "bytes other than zero where the page holds nothing");
  }
}
