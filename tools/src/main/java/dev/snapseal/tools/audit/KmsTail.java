package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.SnapshotBytes;

/// Recognises what a kms v2 value keeps in the clear behind its ciphertext: the id of the key, the
/// wrapped data key, annotations and the kind of data key.
///
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/storage/value/encrypt/envelope/kmstypes/v2/api.proto">kmstypes/v2/api.proto</a>
final class KmsTail {
  private static final int DATA_KEY_TAG = (3 << 3) | 2;
  private static final int ANNOTATIONS_TAG = (4 << 3) | 2;
  private static final int DATA_KEY_TYPE_TAG = 5 << 3;
  private static final int SHORTEST_DATA_KEY = 28;
  private static final int LONGEST_FIELD = 4096;
  private static final int LOOKED_AT = 64;

  private KmsTail() {}

  /// First byte behind the fields that begin with the wrapped data key at `offset`; `offset` itself
  /// if none stands there. A data key is known from a field of text by its bytes.
  static long end(SnapshotBytes bytes, long offset, long end) {
    long behind = fieldEnd(bytes, offset, end, DATA_KEY_TAG);
    if (behind - offset < SHORTEST_DATA_KEY || isText(bytes, offset + 2, behind)) {
      return offset;
    }
    long next = fieldEnd(bytes, behind, end, ANNOTATIONS_TAG);
    while (next > behind) {
      behind = next;
      next = fieldEnd(bytes, behind, end, ANNOTATIONS_TAG);
    }
    boolean hasType = end - behind >= 2 && bytes.u8(behind) == DATA_KEY_TYPE_TAG;
    return hasType ? behind + 2 : behind;
  }

  private static long fieldEnd(SnapshotBytes bytes, long offset, long end, int tag) {
    if (end - offset < 2 || bytes.u8(offset) != tag) {
      return offset;
    }
    long length = bytes.u8(offset + 1);
    long value = offset + 2;
    if (length >= 0x80 && value < end) {
      length = (length & 0x7F) | ((long) bytes.u8(value++) << 7);
    }
    return length <= Math.min(LONGEST_FIELD, end - value) ? value + length : offset;
  }

  /// Whether more than two in three of the first bytes are printable; of random bytes about one in
  /// three is.
  private static boolean isText(SnapshotBytes bytes, long start, long end) {
    long length = Math.min(LOOKED_AT, end - start);
    long printable = 0;
    for (long i = 0; i < length; i++) {
      printable += Letters.isPrintable(bytes.u8(start + i)) ? 1 : 0;
    }
    return printable * 3 > length * 2;
  }
}
