package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.HashSet;
import java.util.Set;

/// Where in a window Secrets in JSON were found by their kind, and where objects by their
/// beginning: one that was found both ways is one.
final class ManifestsInJson {
  private final Set<Long> beginnings = new HashSet<>();
  private final Set<Long> manifests = new HashSet<>();

  void clear() {
    beginnings.clear();
    manifests.clear();
  }

  /// Notes an object that was found by its beginning.
  void addBeginning(long offset) {
    beginnings.add(offset);
  }

  /// Notes what was found by a literal, if it is such a Secret.
  void add(SnapshotBytes bytes, Found found) {
    if (isOne(bytes, found)) {
      manifests.add(found.offset());
    }
  }

  /// Whether it is a Secret in JSON that was not decoded.
  static boolean isOne(SnapshotBytes bytes, Found found) {
    return found.detector() == Detector.SECRET_MANIFEST
        && found.decoded().isEmpty()
        && bytes.u8(found.offset()) == '{';
  }

  boolean isBeginning(long offset) {
    return beginnings.contains(offset);
  }

  /// Whether an object in another's value is to be reported as a manifest, as what is found there
  /// by its kind alone: in a store.
  boolean prevails(WindowScan.Depth depth, long offset) {
    return depth == WindowScan.Depth.BESIDES_AUDIT && manifests.contains(offset);
  }
}
