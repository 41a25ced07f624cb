package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// What the first bytes of something unpacked say that it is: something of etcd's, or not known.
public final class PackedContent {
  private static final int SECTOR_BYTES = 512;
  private static final int NAME_BYTES = 100;

  /// A segment's first record: its type, that of a CRC, and the tag of the CRC behind it. Eight
  /// bytes of length stand before it.
  ///
  /// etcd 3.6 server/storage/wal/wal.go: `Create`
  private static final byte[] WAL_HEAD = {8, 4, 16};

  private static final int WAL_HEAD_AT = 8;

  private PackedContent() {}

  /// Whether more than the first sector is needed to tell.
  public static boolean isArchive(MemorySegment head) {
    return TarHeaders.startsWithOne(head);
  }

  /// In some words, such as `a bbolt file`.
  ///
  /// @param head of an archive as much as there is
  public static Optional<String> of(MemorySegment head) {
    if (BboltGeometry.startsWithMeta(head) || BboltGeometry.hasMagic(head)) {
      return Optional.of("a bbolt file");
    }
    if (isWalSegment(head)) {
      return Optional.of("a segment of etcd's write-ahead log");
    }
    return isArchive(head) && holdsEtcd(head)
        ? Optional.of("a tar archive with a file of etcd's")
        : Optional.empty();
  }

  private static boolean isWalSegment(MemorySegment head) {
    return head.byteSize() > WAL_HEAD_AT + WAL_HEAD.length
        && head.asSlice(WAL_HEAD_AT, WAL_HEAD.length).mismatch(MemorySegment.ofArray(WAL_HEAD)) < 0
        && head.get(ValueLayout.JAVA_BYTE, 0) < WAL_HEAD_AT * 4
        && head.get(ValueLayout.JAVA_BYTE, 0) > 0;
  }

  /// Whether one of its first members lies in a data directory, or is a bbolt file.
  private static boolean holdsEtcd(MemorySegment head) {
    for (long at = 0; at + SECTOR_BYTES <= head.byteSize(); at += SECTOR_BYTES) {
      MemorySegment block = head.asSlice(at);
      if (TarHeaders.startsWithOne(block) && isInDataDirectory(block)) {
        return true;
      }
      if (at > 0 && BboltGeometry.startsWithMeta(block)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInDataDirectory(MemorySegment header) {
    byte[] name = header.asSlice(0, NAME_BYTES).toArray(ValueLayout.JAVA_BYTE);
    String text = new String(name, ISO_8859_1);
    return text.contains("member/snap") || text.contains("member/wal");
  }
}
