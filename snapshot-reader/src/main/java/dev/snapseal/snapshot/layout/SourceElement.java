package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.page.PageLimits;

/// Finds elements of the source again by where they lie.
final class SourceElement {
  private SourceElement() {}

  static int keyLength(SnapshotBytes bytes, long offset) {
    return (int) bytes.u32(offset + 8);
  }

  /// The element at a file offset where the plan has met one.
  ///
  /// @throws CorruptSnapshotException if it is another now: the file was written to meanwhile
  static LeafElement at(SnapshotBytes bytes, long offset) throws CorruptSnapshotException {
    long flagsAndPosition = bytes.u64(offset);
    long lengths = bytes.u64(offset + 8);
    long keyOffset = offset + (flagsAndPosition >>> 32);
    long keyLength = lengths & 0xFFFF_FFFFL;
    long valueLength = lengths >>> 32;
    if (keyLength > PageLimits.MAX_KEY_LENGTH
        || valueLength > PageLimits.MAX_VALUE_LENGTH
        || keyLength + valueLength > bytes.length() - keyOffset) {
      throw bytes.corrupt(
          StructureRule.ELEMENT_OUT_OF_PAGE,
          "the file was changed while it was read: an element at offset 0x"
              + Long.toHexString(offset)
              + " is another now");
    }
    return new LeafElement(
        offset, (int) flagsAndPosition, keyOffset, (int) keyLength, (int) valueLength);
  }
}
