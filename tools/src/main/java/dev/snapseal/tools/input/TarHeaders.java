package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/// Commons Compress' reader of tar archives, with every header block looked at before the library
/// believes it: the library takes wrong checksums and early ends, recurses from header to header,
/// and keeps extended headers of any length on the heap.
final class TarHeaders extends TarArchiveInputStream {
  /// More than a path and a size need.
  private static final int LONGEST_EXTENDED_HEADER = 1 << 20;

  /// In front of one member; GNU tar writes at most a long name and a long link, or one of pax.
  private static final int MOST_EXTENDED_HEADERS = 16;

  /// Global headers of the whole archive: the library applies all of them to each member. `git
  /// archive` writes 52 bytes.
  private static final int LONGEST_GLOBAL_HEADERS = 16 * 1024;

  private final PackedStream packed;
  private int extendedHeaders;
  private long globalHeaderBytes;
  private boolean paxHeader;
  private boolean sparseMapGoesOn;

  /// Names are read as one character for each byte.
  TarHeaders(PackedStream packed) {
    super(
        packed,
        TarConstants.DEFAULT_BLKSIZE,
        TarConstants.DEFAULT_RCDSIZE,
        ISO_8859_1.name(),
        true);
    this.packed = packed;
  }

  /// The first bytes of a file are a tar header whose checksum fits.
  static boolean startsWithOne(MemorySegment head) {
    if (head.byteSize() < TarConstants.DEFAULT_RCDSIZE) {
      return false;
    }
    byte[] block = head.asSlice(0, TarConstants.DEFAULT_RCDSIZE).toArray(ValueLayout.JAVA_BYTE);
    return !isZero(block) && hasSoundChecksum(block);
  }

  /// What follows are the headers of another member.
  void startMember() {
    extendedHeaders = 0;
    paxHeader = false;
  }

  /// A pax header stands before the member.
  boolean hasPaxHeader() {
    return paxHeader;
  }

  @Override
  protected byte[] readRecord() throws IOException {
    byte[] block = super.readRecord();
    if (isAtEOF()) {
      return block; // the second of the two zero blocks at the end, which need not be there
    }
    if (block == null) {
      throw packed.truncated("the tar archive ends without the zero block that closes one");
    }
    if (sparseMapGoesOn) {
      sparseMapGoesOn = block[504] != 0;
    } else if (!isZero(block)) {
      check(block);
    }
    return block;
  }

  /// GNU's sparse map (type `S`) goes on in blocks without a checksum.
  private void check(byte[] block) throws InputException {
    if (!hasSoundChecksum(block)) {
      throw packed.damaged("the checksum of a tar header is wrong");
    }
    switch (block[156]) {
      case TarConstants.LF_PAX_EXTENDED_HEADER_LC, TarConstants.LF_PAX_EXTENDED_HEADER_UC -> {
        paxHeader = true;
        checkExtended(block);
      }
      case TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_GNUTYPE_LONGLINK ->
          checkExtended(block);
      case TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER -> {
        checkExtended(block);
        globalHeaderBytes += size(block);
        if (globalHeaderBytes > LONGEST_GLOBAL_HEADERS) {
          throw packed.damaged("global tar headers of more than 16 KiB");
        }
      }
      case TarConstants.LF_GNUTYPE_SPARSE -> sparseMapGoesOn = block[482] != 0;
      default -> {}
    }
  }

  private void checkExtended(byte[] block) throws InputException {
    long size = size(block);
    if (size < 0 || size > LONGEST_EXTENDED_HEADER) {
      throw packed.damaged("an extended tar header is longer than 1 MiB, or says no size");
    }
    extendedHeaders++;
    if (extendedHeaders > MOST_EXTENDED_HEADERS) {
      throw packed.damaged("more than 16 extended tar headers in front of one member");
    }
  }

  private static long size(byte[] block) {
    return TarUtils.parseOctalOrBinary(block, 124, TarConstants.SIZELEN);
  }

  private static boolean hasSoundChecksum(byte[] block) {
    try {
      return TarUtils.verifyCheckSum(block);
    } catch (IllegalArgumentException _) {
      return false; // no number
    }
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
