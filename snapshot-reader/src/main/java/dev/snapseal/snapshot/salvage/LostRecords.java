package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.Revision;

/// Names the records whose revision is known and whose value is gone, by their keys where those
/// still stand.
final class LostRecords {
  private static final int KEY_TAG = 0x0A;
  private static final int LONG_LENGTH = 0x80;
  private static final int LONGEST_SHOWN = 1 << 12;

  private final SnapshotBytes bytes;
  private final SourceShape shape;
  private final FoundElements found;
  private final Losses losses;

  LostRecords(SnapshotBytes bytes, SourceShape shape, FoundElements found, Losses losses) {
    this.bytes = bytes;
    this.shape = shape;
    this.found = found;
    this.losses = losses;
  }

  /// Notes them, in the order of their revisions.
  void note() {
    for (long place = 0; place < found.size(); place++) {
      long element = found.sorted(place);
      if (found.verdict(element) == RecordVerdict.LOST) {
        note(element);
      }
    }
  }

  private void note(long element) {
    long offset = found.keyOffset(element);
    ByteRange key = key(element);
    losses.record(
        new Losses.LostRecord(
            bytes.bigEndian64(offset),
            bytes.bigEndian64(offset + 9),
            found.keyLength(element) == Revision.TOMBSTONE_KEY_LENGTH,
            key.start(),
            (int) (key.end() - key.start()),
            offset / shape.pageSize()));
  }

  /// The user's key, the first field of the value, if it lies on the page where the value begins.
  private ByteRange key(long element) {
    long start = found.keyOffset(element) + found.keyLength(element);
    long end =
        Math.min(
            start + found.valueLength(element),
            Math.min(bytes.length(), (start / shape.pageSize() + 1) * shape.pageSize()));
    if (end - start < 3 || bytes.u8(start) != KEY_TAG) {
      return new ByteRange(start, start);
    }
    int low = bytes.u8(start + 1);
    boolean isLong = low >= LONG_LENGTH;
    int length = isLong ? (low & 0x7F) | bytes.u8(start + 2) << 7 : low;
    long at = start + (isLong ? 3 : 2);
    boolean isShown = length <= LONGEST_SHOWN && length <= end - at;
    return new ByteRange(at, isShown ? at + length : at);
  }
}
