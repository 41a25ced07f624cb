package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// One header block of a tar archive: 512 bytes, numbers as octal digits or, in GNU's way, as
/// big-endian binary with the top bit of the first byte set.
///
/// @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">POSIX pax,
///   ustar Interchange Format</a>
/// @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">GNU tar, Basic
///   Tar Format</a>
final class TarHeader {
  static final int BLOCK_BYTES = 512;

  /// What [#size] gives for a field that holds no number, or a negative one.
  static final long NO_NUMBER = -1;

  private static final int SIZE_FIELD = 124;
  private static final int CHECKSUM_FIELD = 148;
  private static final int TYPE_FIELD = 156;
  private static final int MAGIC_FIELD = 257;
  private static final int PREFIX_FIELD = 345;

  private final byte[] block;

  /// @param block 512 bytes, not copied
  TarHeader(byte[] block) {
    this.block = block;
  }

  /// The first bytes of a file are a tar header whose checksum fits.
  static boolean isLikely(MemorySegment head) {
    if (head.byteSize() < BLOCK_BYTES) {
      return false;
    }
    TarHeader header = new TarHeader(head.asSlice(0, BLOCK_BYTES).toArray(ValueLayout.JAVA_BYTE));
    return !header.isZero() && header.hasSoundChecksum();
  }

  /// A block of zeros ends an archive.
  boolean isZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /// The sum of all bytes with the checksum field as blanks; some old programs summed signed bytes.
  boolean hasSoundChecksum() {
    long stored = number(CHECKSUM_FIELD, 8);
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK_BYTES; i++) {
      boolean inField = i >= CHECKSUM_FIELD && i < CHECKSUM_FIELD + 8;
      unsigned += inField ? ' ' : block[i] & 0xFF;
      signed += inField ? ' ' : block[i];
    }
    return stored == unsigned || stored == signed;
  }

  char type() {
    return (char) (block[TYPE_FIELD] & 0xFF);
  }

  /// Bytes of content, 0 to 2⁶³−1, or [#NO_NUMBER].
  long size() {
    return number(SIZE_FIELD, 12);
  }

  /// The name, with the prefix of a POSIX header in front.
  byte[] name() {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    // GNU's magic has a blank where POSIX has the zero, and other fields where the prefix is.
    if (new String(block, MAGIC_FIELD, 6, ISO_8859_1).equals("ustar\0")) {
      name.writeBytes(text(PREFIX_FIELD, 155));
    }
    if (name.size() > 0) {
      name.write('/');
    }
    name.writeBytes(text(0, 100));
    return name.toByteArray();
  }

  /// In a GNU sparse header (type `S`), another block of the sparse map follows.
  boolean sparseMapGoesOn() {
    return block[482] != 0;
  }

  /// In such a block, yet another follows.
  static boolean sparseMapGoesOn(byte[] extension) {
    return extension[504] != 0;
  }

  private byte[] text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, offset, end);
  }

  private long number(int offset, int length) {
    return (block[offset] & 0x80) != 0 ? binary(offset, length) : octal(text(offset, length));
  }

  /// At most 2⁶³−1: the field has room for more.
  private long binary(int offset, int length) {
    if ((block[offset] & 0xFF) != 0x80) {
      return NO_NUMBER;
    }
    for (int i = offset + 1; i < offset + length - 8; i++) {
      if (block[i] != 0) {
        return NO_NUMBER;
      }
    }
    long value = 0;
    for (int i = Math.max(offset + 1, offset + length - 8); i < offset + length; i++) {
      value = value << 8 | (block[i] & 0xFF);
    }
    return value < 0 ? NO_NUMBER : value;
  }

  /// Up to 12 digits, so no overflow; an empty field is 0.
  private static long octal(byte[] field) {
    String digits = new String(field, ISO_8859_1).strip();
    if (digits.isEmpty()) {
      return 0;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 7) {
        return NO_NUMBER;
      }
      value = value << 3 | digit;
    }
    return value;
  }
}
