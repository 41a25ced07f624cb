package dev.snapseal.tools.audit;

import dev.snapseal.snapshot.SnapshotBytes;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// An entry of a map in protobuf, such as the data of a Secret, that is too short to be text by
/// itself: its name says that what it holds is not for everybody.
///
/// @see <a
///   href="https://github.com/kubernetes/api/blob/v0.37.2/core/v1/generated.proto">core/v1/generated.proto,
///   Secret</a>
final class MapEntry {
  /// Of `data`, field 2 of a Secret and of a ConfigMap.
  static final int TAG = (2 << 3) | 2;

  private static final int NAME_TAG = (1 << 3) | 2;
  private static final int VALUE_TAG = (2 << 3) | 2;

  /// A longer one is text.
  private static final int LONGEST = 127;

  private static final int SHORTEST_VALUE = 4;
  private static final Pattern TELLING_NAME =
      Pattern.compile(
          "(?i)[a-z0-9._-]*(?:pass|pwd|token|secret|key|user|cred|auth|cert|login|dsn|ur[il]|conn)"
              + "[a-z0-9._-]*");

  private MapEntry() {}

  /// First byte behind the entry at `offset`; `offset` itself if there is none.
  ///
  /// @param end first byte behind those that may be looked at
  static long end(SnapshotBytes bytes, long offset, long end) {
    if (end - offset < 4 || bytes.u8(offset) != TAG || bytes.u8(offset + 2) != NAME_TAG) {
      return offset;
    }
    int length = bytes.u8(offset + 1);
    int nameLength = bytes.u8(offset + 3);
    long name = offset + 4;
    long behind = offset + 2 + length;
    long value = name + nameLength + 2;
    boolean fits =
        length <= LONGEST
            && behind <= end
            && value + SHORTEST_VALUE <= behind
            && bytes.u8(value - 2) == VALUE_TAG
            && bytes.u8(value - 1) == behind - value;
    return fits && isText(bytes, value, behind) && isTelling(bytes, name, nameLength)
        ? behind
        : offset;
  }

  private static boolean isText(SnapshotBytes bytes, long start, long end) {
    for (long position = start; position < end; position++) {
      if (!Letters.isOfText(bytes.u8(position))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTelling(SnapshotBytes bytes, long offset, int length) {
    String name = new String(bytes.copy(offset, length), StandardCharsets.ISO_8859_1);
    return TELLING_NAME.matcher(name).matches();
  }
}
