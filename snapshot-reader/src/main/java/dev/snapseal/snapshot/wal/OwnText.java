package dev.snapseal.snapshot.wal;

import dev.snapseal.snapshot.SnapshotBytes;

/// Tells the text that etcd itself writes, such as names and addresses of members in JSON, from
/// text that somebody may have put there.
final class OwnText {
  /// A longer run of letters and digits is no name and no address.
  private static final int LONGEST_RUN = 128;

  /// Marks between the names of JSON without white space, as Go writes it.
  private static final String JSON_MARKS = "{}[]\",\\";

  private OwnText() {}

  /// Whether `length` bytes are printable ASCII without white space, and all names in them short.
  static boolean isOfNames(SnapshotBytes bytes, long offset, long length) {
    int run = 0;
    for (long at = offset; at < offset + length; at++) {
      int octet = bytes.u8(at);
      run = JSON_MARKS.indexOf(octet) >= 0 ? 0 : run + 1;
      if (!isVisible(octet) || run > LONGEST_RUN) {
        return false;
      }
    }
    return true;
  }

  /// Whether all bytes are printable ASCII and none is white space.
  static boolean isWithoutSpace(SnapshotBytes bytes, long offset, long length) {
    for (long at = offset; at < offset + length; at++) {
      if (!isVisible(bytes.u8(at))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isVisible(int octet) {
    return octet > ' ' && octet < 0x7F;
  }
}
