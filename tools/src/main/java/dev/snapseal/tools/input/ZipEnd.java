package dev.snapseal.tools.input;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Where a zip archive ends: the record behind its central directory, by which an archive that is
/// cut off is told from a whole one. The library takes a comment that looks like one for it, and
/// one part of a split archive for a whole.
///
/// @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">PKWARE APPNOTE
///   4.3.16</a>
final class ZipEnd {
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int END_SIGNATURE = 0x06054B50;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private ZipEnd() {}

  /// The archive without the comment at its end.
  ///
  /// @throws InputException when the archive has no end, or is one of several parts
  static MemorySegment withoutComment(MemorySegment archive, String displayPath)
      throws InputException {
    long end = endRecord(archive, displayPath);
    if (archive.get(SHORT, end + 4) != 0 || archive.get(SHORT, end + 6) != 0) {
      throw new InputException(
          displayPath, InputProblem.UNSUPPORTED_FORMAT, "one part of a split zip archive");
    }
    return archive.asSlice(0, end + END_BYTES);
  }

  /// The last place that has the signature and room for the comment that it announces.
  private static long endRecord(MemorySegment archive, String displayPath) throws InputException {
    long last = archive.byteSize() - END_BYTES;
    for (long at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (archive.get(INT, at) == END_SIGNATURE
          && Short.toUnsignedInt(archive.get(SHORT, at + 20)) <= last - at) {
        return at;
      }
    }
    throw new InputException(
        displayPath,
        InputProblem.TRUNCATED,
        archive.byteSize(),
        "the zip archive has no central directory: it is cut off, or damaged at its end");
  }
}
