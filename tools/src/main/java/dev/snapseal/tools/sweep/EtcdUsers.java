package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Users of etcd's own, as bucket `authUsers` has them, and what is left of it on former pages: the
/// name, and the bcrypt hash of the password, which can be guessed at.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.4/api/authpb/auth.proto">etcd
///   auth.proto</a>
final class EtcdUsers implements LiteralDetector {
  private static final int NAME_TAG = 0x0A;
  private static final int LONGEST_NAME = 127;
  private static final int HASH_AT = 2;
  private static final int HASH_BYTES = 60;

  private static final Pattern HASH =
      Pattern.compile("\\A\\$2[aby]\\$(?:0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}\\z");
  private static final Pattern NAME = Pattern.compile("\\A[ -~\\x80-\\xFF]++\\z");

  /// The tag of the hash, its length, and how it begins, by the first digit of its cost.
  @Override
  public List<String> literals() {
    return List.of("\22<$2a$0", "\22<$2a$1", "\22<$2a$2", "\22<$2a$3");
  }

  @Override
  public int reach() {
    return LONGEST_NAME + HASH_AT + HASH_BYTES;
  }

  @Override
  public void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    long hash = offset + HASH_AT;
    if (bytes.length() - hash < HASH_BYTES
        || !HASH.matcher(Excerpt.text(bytes, hash, HASH_BYTES, effort)).find()) {
      return;
    }
    for (int length = 1; length <= Math.min(LONGEST_NAME, offset - HASH_AT); length++) {
      long name = offset - length;
      if (bytes.u8(name - 1) == length && bytes.u8(name - 2) == NAME_TAG) {
        ByteText text = Excerpt.text(bytes, name, length, effort);
        if (NAME.matcher(text).find()) {
          String preview = "bcrypt hash for etcd user " + text;
          found.accept(Found.of(Detector.ETCD_CREDENTIAL, hash, preview));
          return;
        }
      }
    }
  }
}
