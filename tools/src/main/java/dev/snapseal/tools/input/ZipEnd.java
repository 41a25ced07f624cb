package dev.snapseal.tools.input;

/// Where the central directory of a zip archive lies, from the record at the archive's end.
///
/// @param directoryOffset first byte of the central directory in the file
/// @param directoryBytes its length; it lies inside the file
/// @param shift bytes in front of the archive proper, to be added to every offset in it
/// @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">PKWARE APPNOTE 4.3.14
///   to 4.3.16</a>
record ZipEnd(long directoryOffset, long directoryBytes, long shift) {
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final long END_SIGNATURE = 0x06054B50L;
  private static final int LOCATOR_BYTES = 20;
  private static final long LOCATOR_SIGNATURE = 0x07064B50L;
  private static final int END64_BYTES = 56;
  private static final long END64_SIGNATURE = 0x06064B50L;

  static ZipEnd find(ZipBytes zip) throws InputException {
    long end = endRecord(zip);
    if (zip.u16(end + 4) != 0 || zip.u16(end + 6) != 0) {
      throw new InputException(
          zip.displayPath(), InputProblem.UNSUPPORTED_FORMAT, "one part of a split zip archive");
    }
    long locator = end - LOCATOR_BYTES;
    return locator >= 0 && zip.u32(locator) == LOCATOR_SIGNATURE
        ? fromZip64(zip, locator)
        : checked(zip, end, zip.u32(end + 12), zip.u32(end + 16));
  }

  /// The last place that has the signature and room for the comment that it announces.
  private static long endRecord(ZipBytes zip) throws InputException {
    long last = zip.size() - END_BYTES;
    for (long at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (zip.u32(at) == END_SIGNATURE && zip.u16(at + 20) <= last - at) {
        return at;
      }
    }
    throw zip.truncated(
        zip.size(),
        "the zip archive has no central directory: it is cut off, or damaged at its end");
  }

  private static ZipEnd fromZip64(ZipBytes zip, long locator) throws InputException {
    long end64 = zip.u64(locator + 8);
    if (!zip.holds(end64, END64_BYTES) || zip.u32(end64) != END64_SIGNATURE) {
      throw zip.damaged(locator, "the zip64 locator points at no zip64 end record");
    }
    return checked(zip, end64, zip.u64(end64 + 40), zip.u64(end64 + 48));
  }

  private static ZipEnd checked(ZipBytes zip, long end, long bytes, long offset)
      throws InputException {
    if (bytes < 0 || offset < 0 || bytes > end || offset > end - bytes) {
      throw zip.damaged(end, "the zip archive's central directory lies outside the file");
    }
    return new ZipEnd(end - bytes, bytes, end - bytes - offset);
  }
}
