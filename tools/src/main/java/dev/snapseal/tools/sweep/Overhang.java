package dev.snapseal.tools.sweep;

/// A record or request that begins in one window and ends in another. Offsets are the file's.
///
/// @param valueOffset of its value
/// @param end first byte behind it
/// @param named the object it is of
/// @param isHit whether its value is one that nobody should read
record Overhang(long valueOffset, long end, Named named, boolean isHit) {
  boolean holds(long offset) {
    return offset < end;
  }

  /// Whether a hit in the later window is this value, or quoted in it: then it was judged.
  boolean covers(Hit hit) {
    return hit.detector() == Detector.KUBERNETES_OBJECT
        && (hit.offset() == valueOffset
            || (isHit && holds(hit.offset()) && hit.object().objectName().isEmpty()));
  }
}
