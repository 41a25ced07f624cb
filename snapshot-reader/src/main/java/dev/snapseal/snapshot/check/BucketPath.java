package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.page.LeafElement;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Names of the buckets that lead to one, from the file's root.
///
/// @param names joined by `/`; empty for the root
/// @param depth number of names
record BucketPath(String names, int depth) {
  /// Buckets inside buckets beyond this are taken for damage; etcd nests none.
  static final int MAX_DEPTH = 16;

  static final BucketPath ROOT = new BucketPath("", 0);
  private static final int MAX_NAME_LENGTH = 64;

  boolean isRoot() {
    return depth == 0;
  }

  /// The bucket that a leaf element of this bucket holds; a long name is cut.
  BucketPath child(SnapshotBytes bytes, LeafElement element) {
    byte[] name = new byte[Math.min(MAX_NAME_LENGTH, element.keyLength())];
    bytes.copy(element.keyOffset(), name, 0, name.length);
    String text = new String(name, StandardCharsets.UTF_8);
    return new BucketPath(isRoot() ? text : names + "/" + text, depth + 1);
  }

  Optional<String> asReported() {
    return isRoot() ? Optional.empty() : Optional.of(names);
  }
}
