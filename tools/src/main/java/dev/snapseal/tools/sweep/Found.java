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
/// @param length bytes from `offset` on, 0 if that is not known
/// @param object what it says of itself
/// @param preview what it is, without any of its secret
/// @param keys that it holds, the taker's to wipe
record Found(
    Detector detector,
    long offset,
    long length,
    List<String> decoded,
    Optional<Named> object,
    String preview,
    List<FoundKey> keys) {
  Found {
    decoded = List.copyOf(decoded);
    keys = List.copyOf(keys);
  }

  static Found of(Detector detector, long offset, String preview) {
    return new Found(detector, offset, 0, List.of(), Optional.empty(), preview, List.of());
  }

  /// The same, part of a certain object.
  Found of(Named named) {
    return new Found(detector, offset, length, decoded, Optional.of(named), preview, keys);
  }

  /// The same, of so many bytes.
  Found ofLength(long bytes) {
    return new Found(detector, offset, bytes, decoded, object, preview, keys);
  }

  /// The same with the keys that it holds.
  Found with(List<FoundKey> held) {
    return new Found(detector, offset, length, decoded, object, preview, held);
  }

  /// The same, where what was found is itself the encoded text.
  Found in(String encoding) {
    return new Found(detector, offset, length, List.of(encoding), object, preview, keys);
  }

  /// The same, seen from outside an encoding.
  ///
  /// @param outerOffset where the encoded text begins
  /// @param encoding such as `BASE64`
  Found inside(long outerOffset, String encoding) {
    List<String> path = new ArrayList<>(List.of(encoding, Long.toString(offset)));
    path.addAll(decoded);
    return new Found(detector, outerOffset, 0, path, object, preview, keys);
  }
}
