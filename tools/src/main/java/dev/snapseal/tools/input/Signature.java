package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Formats that are told by fixed bytes at their start.
///
/// @param offset where the bytes stand
/// @param bytes as ISO 8859-1 characters
/// @param type what has them
record Signature(int offset, String bytes, ContentType type) {
  private static final List<Signature> ALL =
      List.of(
          // RFC 1952 section 2.3.1
          new Signature(0, "\u001f\u008b", ContentType.GZIP),
          // RFC 8878 section 3.1.1
          new Signature(0, "(\u00b5/\u00fd", ContentType.ZSTD),
          // PKWARE APPNOTE 4.3.7 and 4.3.16: a first member, or none at all
          new Signature(0, "PK\u0003\u0004", ContentType.ZIP),
          new Signature(0, "PK\u0005\u0006", ContentType.ZIP),
          // https://age-encryption.org/v1
          new Signature(0, "age-encryption.org/", ContentType.AGE),
          new Signature(0, "-----BEGIN AGE ENCRYPTED FILE-----", ContentType.AGE),
          // https://www.sqlite.org/fileformat.html section 1.3
          new Signature(0, "SQLite format 3\u0000", ContentType.SQLITE),
          // https://tukaani.org/xz/xz-file-format.txt section 2.1.1.1
          new Signature(0, "\u00fd7zXZ\u0000", ContentType.XZ),
          new Signature(4, "1AY&SY", ContentType.BZIP2),
          new Signature(0, "7z\u00bc\u00af'\u001c", ContentType.SEVEN_ZIP),
          new Signature(0, "\u0004\"M\u0018", ContentType.LZ4),
          new Signature(0, "\u001f\u009d", ContentType.COMPRESS),
          // POSIX.1-2017 pax, ustar Interchange Format; its checksum is for the tar reader to judge
          new Signature(257, "ustar", ContentType.TAR));

  static ContentType typeOf(MemorySegment head) {
    if (isZstdSkippableFrame(head)) {
      return ContentType.ZSTD;
    }
    return ALL.stream()
        .filter(signature -> signature.matches(head))
        .map(Signature::type)
        .findFirst()
        .orElse(ContentType.UNKNOWN);
  }

  private boolean matches(MemorySegment head) {
    if (head.byteSize() < offset + bytes.length()) {
      return false;
    }
    MemorySegment here = head.asSlice(offset, bytes.length());
    return here.mismatch(MemorySegment.ofArray(bytes.getBytes(ISO_8859_1))) == -1;
  }

  /// RFC 8878 section 3.1.2: any of 0x184D2A50 to 0x184D2A5F, little-endian.
  private static boolean isZstdSkippableFrame(MemorySegment head) {
    return head.byteSize() >= 4
        && (head.get(ValueLayout.JAVA_BYTE, 0) & 0xF0) == 0x50
        && head.get(ValueLayout.JAVA_BYTE, 1) == 0x2A
        && head.get(ValueLayout.JAVA_BYTE, 2) == 0x4D
        && head.get(ValueLayout.JAVA_BYTE, 3) == 0x18;
  }
}
