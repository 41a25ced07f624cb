package dev.snapseal.tools.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a detector recognised in the bytes that it was shown.
///
/// @param offset in those bytes
/// @param decoded the way through what was decoded: of each layer where it begins in the one around
///   it, and how it was encoded; the last is where the thing itself begins; empty if nothing was
///   decoded
/// @param object what it says of itself
/// @param preview what it is, without any of its secret
record Found(
    Detector detector, long offset, List<String> decoded, Optional<Named> object, String preview) {
  Found {
    decoded = List.copyOf(decoded);
  }

  static Found of(Detector detector, long offset, String preview) {
    return new Found(detector, offset, List.of(), Optional.empty(), preview);
  }

  /// The same, where what was found is itself the encoded text.
  Found in(String encoding) {
    return new Found(detector, offset, List.of(encoding), object, preview);
  }

  /// The same, seen from outside an encoding.
  ///
  /// @param outerOffset where the encoded text begins
  /// @param encoding such as `BASE64`
  Found inside(long outerOffset, String encoding) {
    List<String> path = new ArrayList<>(List.of(encoding, Long.toString(offset)));
    path.addAll(decoded);
    return new Found(detector, outerOffset, path, object, preview);
  }
}
