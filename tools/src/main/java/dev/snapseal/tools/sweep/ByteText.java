package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.nio.charset.StandardCharsets;

/// Bytes as text with one character a byte, without a copy of them: what is searched may be a
/// secret, and a copy could not be wiped. Every character that is read is charged, so that a
/// pattern that reads one again and again is, too.
///
/// @param start offset of the first character
/// @param length characters
/// @param effort charged with what is read
record ByteText(SnapshotBytes bytes, long start, int length, Effort effort)
    implements CharSequence {
  @Override
  public char charAt(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException(index);
    }
    effort.charge(1);
    return (char) bytes.u8(start + index);
  }

  @Override
  public ByteText subSequence(int from, int to) {
    if (from < 0 || to < from || to > length) {
      throw new IndexOutOfBoundsException(from + ".." + to);
    }
    return new ByteText(bytes, start + from, to - from, effort);
  }

  /// A copy.
  @Override
  public String toString() {
    return new String(bytes.copy(start, length), StandardCharsets.ISO_8859_1);
  }
}
