package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.page.LeafElement;
import java.nio.charset.StandardCharsets;

/// The forms of what bucket `meta` holds.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/storage/schema/schema.go">etcd
///   schema.go</a>
final class MetaRow {
  static final String CONSISTENT_INDEX = "consistent_index";
  static final String TERM = "term";
  static final String SCHEDULED = "scheduledCompactRev";
  static final String FINISHED = "finishedCompactRev";

  private static final String CONF_STATE = "confState";
  private static final int LONGEST_KEY = 64;

  private MetaRow() {}

  /// Whether etcd could read the row; rows of later versions are left to them.
  static boolean isWellFormed(SnapshotBytes bytes, LeafElement element) {
    if (element.keyLength() > LONGEST_KEY) {
      return true;
    }
    String key =
        new String(
            bytes.copy(element.keyOffset(), element.keyLength()), StandardCharsets.ISO_8859_1);
    return switch (key) {
      case CONSISTENT_INDEX, TERM -> element.valueLength() == Long.BYTES;
      case SCHEDULED, FINISHED ->
          element.valueLength() == Revision.KEY_LENGTH
              && Revision.fromKeyBytes(bytes, element.valueOffset(), element.valueLength())
                  .isPresent();
      case CONF_STATE -> isObject(bytes, element);
      default -> true;
    };
  }

  /// Whether a value may be a JSON object, by its ends.
  private static boolean isObject(SnapshotBytes bytes, LeafElement element) {
    return element.valueLength() >= 2
        && bytes.u8(element.valueOffset()) == '{'
        && bytes.u8(element.end() - 1) == '}';
  }
}
