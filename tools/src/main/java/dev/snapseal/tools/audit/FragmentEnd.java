package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What the last bytes of an object say of it when its beginning is lost.
///
/// In protobuf every object ends with two empty strings, and a Secret's last fields before them are
/// its type and perhaps `immutable`. In JSON the type of a Secret is its last field, too.
///
/// @see <a
///   href="https://github.com/kubernetes/api/blob/v0.37.2/core/v1/generated.proto">core/v1/generated.proto,
///   Secret</a>
enum FragmentEnd {
  /// A Secret whose type Kubernetes or Helm knows.
  SECRET,
  /// An object in protobuf that ends as no Secret does.
  OTHER_OBJECT,
  /// Anything else.
  UNKNOWN;

  private static final int TYPE_TAG = (3 << 3) | 2;
  private static final int DATA_TAG = (2 << 3) | 2;
  private static final int CONTENT_TYPE_TAG = (4 << 3) | 2;
  private static final int IMMUTABLE_TAG = 5 << 3;
  private static final int LEASE_TAG = 6 << 3;
  private static final int LONGEST_VARINT = 10;
  private static final int LONGEST_TYPE = 127;
  private static final int JSON_TAIL_BYTES = 256;
  private static final String TYPES =
      "Opaque|(?:kubernetes\\.io|bootstrap\\.kubernetes\\.io|helm\\.sh)/[a-z0-9./-]{1,100}";
  private static final Pattern KNOWN_TYPE = Pattern.compile(TYPES);
  private static final Pattern JSON_TYPE =
      Pattern.compile("\"type\"\\s*:\\s*\"(?:" + TYPES + ")\"\\s*\\}\\s*\\z");

  /// Reads the end of `range`; the lease that etcd may add and padding of zeroes do not matter.
  static FragmentEnd of(SnapshotBytes bytes, ByteRange range) {
    long start = range.start();
    long end = behindLastNonZero(bytes, range);
    FragmentEnd found = ofObject(bytes, start, end);
    for (int varint = 1; found == UNKNOWN && varint <= LONGEST_VARINT; varint++) {
      long tag = end - varint - 1;
      if (tag > start && bytes.u8(tag) == LEASE_TAG) {
        found = ofObject(bytes, start, tag);
      }
    }
    return found;
  }

  private static long behindLastNonZero(SnapshotBytes bytes, ByteRange range) {
    long end = range.end();
    while (end > range.start() && bytes.u8(end - 1) == 0) {
      end--;
    }
    return end;
  }

  /// @param end where the object ends, with or without its last byte, which is zero
  private static FragmentEnd ofObject(SnapshotBytes bytes, long start, long end) {
    long last = end > start && bytes.u8(end - 1) == 0 ? end - 1 : end;
    if (last - start >= 3
        && bytes.u8(last - 1) == CONTENT_TYPE_TAG
        && bytes.u8(last - 2) == 0
        && bytes.u8(last - 3) == TYPE_TAG) {
      return ofMessage(bytes, start, last - 3);
    }
    return isSecretInJson(bytes, start, end) ? SECRET : UNKNOWN;
  }

  /// @param end of the object's own message
  private static FragmentEnd ofMessage(SnapshotBytes bytes, long start, long end) {
    long last = end;
    if (last - start > 2 && bytes.u8(last - 2) == IMMUTABLE_TAG && bytes.u8(last - 1) <= 1) {
      last -= 2;
    }
    for (int length = 1; length <= LONGEST_TYPE; length++) {
      long type = last - length;
      if (type - 2 < start) {
        return UNKNOWN;
      }
      if (bytes.u8(type - 1) == length && bytes.u8(type - 2) == TYPE_TAG) {
        return isKnownType(bytes, type, length) ? SECRET : UNKNOWN;
      }
      if (!Letters.isOfText(bytes.u8(type))) {
        return endsWithData(bytes, start, last) ? UNKNOWN : OTHER_OBJECT;
      }
    }
    return UNKNOWN;
  }

  private static boolean isKnownType(SnapshotBytes bytes, long offset, int length) {
    String type = new String(bytes.copy(offset, length), StandardCharsets.ISO_8859_1);
    return KNOWN_TYPE.matcher(type).matches();
  }

  /// Whether a string field like the value of a Secret's or ConfigMap's data ends at `end`: a tag
  /// and as many bytes as the varint behind it says.
  private static boolean endsWithData(SnapshotBytes bytes, long start, long end) {
    for (long value = end; value - 2 >= start; value--) {
      long length = end - value;
      int varint = length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : length < 1 << 21 ? 3 : 4;
      long tag = value - varint - 1;
      if (tag >= start && bytes.u8(tag) == DATA_TAG && readsAs(bytes, tag + 1, varint, length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean readsAs(SnapshotBytes bytes, long offset, int varint, long length) {
    for (int i = 0; i < varint; i++) {
      int more = i < varint - 1 ? 0x80 : 0;
      if (bytes.u8(offset + i) != (((length >>> (7 * i)) & 0x7F) | more)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSecretInJson(SnapshotBytes bytes, long start, long end) {
    if (end <= start || (bytes.u8(end - 1) != '\n' && bytes.u8(end - 1) != '}')) {
      return false;
    }
    int length = (int) Math.min(end - start, JSON_TAIL_BYTES);
    String tail = new String(bytes.copy(end - length, length), StandardCharsets.ISO_8859_1);
    return JSON_TYPE.matcher(tail).find();
  }
}
