package dev.snapseal.tools.input;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;

/// A member of a zip archive, as the central directory describes it. Nothing in it is checked yet.
///
/// @param name for showing it, as [MemberName] gives it
/// @param flags general purpose bits, APPNOTE 4.4.4
/// @param method compression method, APPNOTE 4.4.5
/// @param crc CRC-32 of the content
/// @param compressedSize bytes in the archive, 0 to 2⁶³−1
/// @param size bytes of the content, 0 to 2⁶³−1
/// @param headerOffset offset of the local header in the file, 0 to 2⁶³−1
record ZipMember(
    String name,
    int flags,
    int method,
    long crc,
    long compressedSize,
    long size,
    long headerOffset) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  private static final int ENCRYPTED = 1;
  private static final int LOCAL_BYTES = 30;
  private static final long LOCAL_SIGNATURE = 0x04034B50L;
  private static final int CRC_WINDOW = 1 << 20;

  boolean isDirectory() {
    return name.endsWith("/") && size == 0;
  }

  /// The member's bytes as they lie in the archive.
  ///
  /// @param path what to call the member in messages
  MemorySegment compressed(ZipBytes zip, String path) throws InputException {
    if ((flags & ENCRYPTED) != 0) {
      throw new InputException(path, InputProblem.ENCRYPTED_ARCHIVE, "encrypted with a password");
    }
    if (!zip.holds(headerOffset, LOCAL_BYTES) || zip.u32(headerOffset) != LOCAL_SIGNATURE) {
      throw new InputException(
          path, InputProblem.DAMAGED, "the zip archive has no local header for it");
    }
    long data =
        headerOffset + LOCAL_BYTES + zip.u16(headerOffset + 26) + zip.u16(headerOffset + 28);
    if (!zip.holds(data, compressedSize)) {
      throw new InputException(
          path, InputProblem.TRUNCATED, "the zip archive ends before its content does");
    }
    return zip.slice(data, compressedSize);
  }

  /// The content of a stored member, which is a slice of the archive.
  Content stored(MemorySegment bytes, String path) throws InputException {
    if (compressedSize != size || crc32(bytes) != crc) {
      throw new InputException(
          path, InputProblem.DAMAGED, "its length or CRC-32 is not the one that zip stored");
    }
    return new SegmentContent(bytes);
  }

  /// What comes out of a deflated member.
  InputStream inflated(MemorySegment bytes, String path) {
    return new ZipInflateStream(this, new SegmentInputStream(bytes), path);
  }

  private static long crc32(MemorySegment bytes) {
    CRC32 crc = new CRC32();
    for (long at = 0; at < bytes.byteSize(); at += CRC_WINDOW) {
      long length = Math.min(CRC_WINDOW, bytes.byteSize() - at);
      crc.update(bytes.asSlice(at, length).asByteBuffer());
    }
    return crc.getValue();
  }
}
