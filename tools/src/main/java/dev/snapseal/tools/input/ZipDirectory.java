package dev.snapseal.tools.input;

import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// The members of a zip archive in the order of its central directory, which alone is trusted:
/// sizes, names and flags in front of the members are not used. Keeps one member in memory.
///
/// @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">PKWARE APPNOTE 4.3.12
///   and 4.5.3</a>
final class ZipDirectory {
  private static final int ENTRY_BYTES = 46;
  private static final long ENTRY_SIGNATURE = 0x02014B50L;
  private static final int ZIP64_EXTRA = 0x0001;
  private static final long IN_EXTRA = 0xFFFFFFFFL;

  private final ZipBytes zip;
  private final long end;
  private final long shift;
  private long position;

  ZipDirectory(ZipBytes zip) throws InputException {
    ZipEnd found = ZipEnd.find(zip);
    this.zip = zip;
    this.position = found.directoryOffset();
    this.end = found.directoryOffset() + found.directoryBytes();
    this.shift = found.shift();
  }

  /// The next member; empty behind the last.
  Optional<ZipMember> next() throws InputException {
    if (position == end) {
      return Optional.empty();
    }
    long entry = position;
    if (end - entry < ENTRY_BYTES || zip.u32(entry) != ENTRY_SIGNATURE) {
      throw zip.damaged(entry, "no entry of the zip archive's central directory");
    }
    int nameBytes = zip.u16(entry + 28);
    int extraBytes = zip.u16(entry + 30);
    long entryBytes = (long) ENTRY_BYTES + nameBytes + extraBytes + zip.u16(entry + 32);
    if (entryBytes > end - entry) {
      throw zip.damaged(entry, "an entry of the zip archive's central directory ends outside it");
    }
    position = entry + entryBytes;
    return Optional.of(member(entry, nameBytes, extraBytes));
  }

  private ZipMember member(long entry, int nameBytes, int extraBytes) throws InputException {
    long extra = entry + ENTRY_BYTES + nameBytes;
    Zip64 zip64 = new Zip64(entry, zip64Extra(extra, extra + extraBytes));
    long size = zip64.orElse(zip.u32(entry + 24));
    long compressedSize = zip64.orElse(zip.u32(entry + 20));
    long offset = zip64.orElse(zip.u32(entry + 42));
    if (size < 0 || compressedSize < 0 || offset < 0 || offset > Long.MAX_VALUE - shift) {
      throw zip.damaged(entry, "a size or offset of more than 2^63 in the zip archive");
    }
    byte[] name = zip.slice(entry + ENTRY_BYTES, nameBytes).toArray(ValueLayout.JAVA_BYTE);
    return new ZipMember(
        MemberName.of(name),
        zip.u16(entry + 8),
        zip.u16(entry + 10),
        zip.u32(entry + 16),
        compressedSize,
        size,
        offset + shift);
  }

  /// Where the numbers of more than 32 bits lie, as a window of the archive; empty when there are
  /// none.
  private Window zip64Extra(long from, long to) {
    long at = from;
    while (to - at >= 4) {
      long length = Math.min(zip.u16(at + 2), to - at - 4);
      if (zip.u16(at) == ZIP64_EXTRA) {
        return new Window(at + 4, at + 4 + length);
      }
      at += 4 + length;
    }
    return new Window(to, to);
  }

  private record Window(long from, long to) {}

  /// Takes the numbers out of the zip64 extra field in the order in which the entry leaves them
  /// out.
  private final class Zip64 {
    private final long entry;
    private final long to;
    private long at;

    Zip64(long entry, Window window) {
      this.entry = entry;
      this.at = window.from();
      this.to = window.to();
    }

    long orElse(long value32) throws InputException {
      if (value32 != IN_EXTRA) {
        return value32;
      }
      if (to - at < 8) {
        throw zip.damaged(entry, "a zip64 number is missing in the zip archive");
      }
      long value = zip.u64(at);
      at += 8;
      return value;
    }
  }
}
