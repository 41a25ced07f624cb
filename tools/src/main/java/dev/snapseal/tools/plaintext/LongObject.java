package dev.snapseal.tools.plaintext;

import dev.snapseal.snapshot.SnapshotBytes;
import java.util.Optional;

/// An object in JSON that says its kind far behind its beginning, as `kubectl get secret -o json`
/// writes it: the fields are sorted, and all of its data stands before its kind.
///
/// @param object if it is one
/// @param bytesRead that it took to tell
public record LongObject(Optional<Remnant> object, long bytesRead) {
  /// Whether such an object may begin at `offset`: [Remnant#at] sees none, and its first bytes do
  /// not refuse it.
  ///
  /// @param end first byte behind those that may belong to it
  public static boolean mayBegin(SnapshotBytes bytes, long offset, long end) {
    return offset < end && bytes.u8(offset) == '{' && JsonHead.isCut(bytes, offset, end);
  }

  /// Where a value begins behind white space, as JSON allows; `end` if there is nothing else.
  public static long start(SnapshotBytes bytes, long offset, long end) {
    return JsonExtent.behindWhiteSpace(bytes, offset, end);
  }

  /// The object that a whole value is, wherever in it its kind stands; white space may come first.
  ///
  /// @param end first byte behind the value
  public static Optional<Remnant> ofValue(SnapshotBytes bytes, long offset, long end) {
    long start = start(bytes, offset, end);
    return Remnant.at(bytes, start, end)
        .or(
            () ->
                mayBegin(bytes, start, end) ? read(bytes, start, end).object() : Optional.empty());
  }

  /// Reads up to its kind. Whoever does that at many places must keep count of what it takes.
  ///
  /// @param end first byte behind those that may be read
  public static LongObject read(SnapshotBytes bytes, long offset, long end) {
    return JsonHead.read(bytes, offset, end);
  }
}
