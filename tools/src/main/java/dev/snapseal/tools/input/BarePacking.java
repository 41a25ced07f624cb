package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Compressions whose first bytes are no certain sign, so that a little is unpacked to see: zlib,
/// and LZW as Gardener writes it.
final class BarePacking {
  /// What a delta of Gardener's begins with.
  ///
  /// @see <a
  ///   href="https://github.com/gardener/etcd-backup-restore/blob/debd95bd/pkg/snapshot/snapshotter/snapshotter.go">
  ///   etcd-backup-restore snapshotter.go</a>
  private static final byte[] DELTA = "[{\"etcdEvent\":".getBytes(US_ASCII);

  private static final int UNPACKED_BYTES = 64;
  private static final int ZLIB_DEFLATE = 0x78;
  private static final int ZLIB_DICTIONARY = 0x20;

  private BarePacking() {}

  static ContentType typeOf(MemorySegment head) {
    if (startsWith(head, DELTA)) {
      return ContentType.DELTA;
    }
    if (head.byteSize() < 3) {
      return ContentType.UNKNOWN;
    }
    int first = octet(head, 0);
    int second = octet(head, 1);
    if (isZlib(first, second) && unpacks(new ZlibStream(new SegmentInputStream(head), ""))) {
      return ContentType.ZLIB;
    }
    // The writer's first code, of nine bits, clears the table.
    boolean isLzw = first == 0 && (second & 1) == 1;
    return isLzw && holdsABackup(new GoLzwStream(new SegmentInputStream(head), ""))
        ? ContentType.GO_LZW
        : ContentType.UNKNOWN;
  }

  /// RFC 1950 section 2.2: the two bytes are a multiple of 31; no dictionary.
  private static boolean isZlib(int first, int second) {
    return first == ZLIB_DEFLATE
        && (first * 256 + second) % 31 == 0
        && (second & ZLIB_DICTIONARY) == 0;
  }

  private static boolean unpacks(ZlibStream packed) {
    try (packed) {
      return packed.readNBytes(UNPACKED_BYTES).length > 0;
    } catch (IOException _) {
      return false;
    }
  }

  /// Its header says too little, so that only what Gardener packs is taken for it.
  private static boolean holdsABackup(InputStream packed) {
    try {
      MemorySegment start = MemorySegment.ofArray(packed.readNBytes(UNPACKED_BYTES));
      return BboltGeometry.hasMagic(start) || startsWith(start, DELTA);
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean startsWith(MemorySegment bytes, byte[] start) {
    return bytes.byteSize() >= start.length
        && Arrays.equals(bytes.asSlice(0, start.length).toArray(ValueLayout.JAVA_BYTE), start);
  }

  private static int octet(MemorySegment bytes, long offset) {
    return bytes.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
  }
}
