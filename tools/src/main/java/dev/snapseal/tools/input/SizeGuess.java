package dev.snapseal.tools.input;

import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/// How many bytes will come out of a stream, before they do.
///
/// @param likely 0 when nothing is known; a claim of the input, so never to be trusted with memory
/// @param most what is refused beyond; [Long#MAX_VALUE] when only the memory limit counts
record SizeGuess(long likely, long most) {
  static final SizeGuess UNKNOWN = new SizeGuess(0, Long.MAX_VALUE);

  /// Room behind the last page: bbolt grows a live file by 16 MiB at a time (`db.go`, `growSize`),
  /// and by up to its double while it is small (`mmapSize`).
  private static final long LEAST_ROOM = 64L << 20;

  /// From the meta pages in the first bytes of a bbolt file.
  ///
  /// @param claimed what an archive says
  static SizeGuess ofBbolt(MemorySegment head, OptionalLong claimed) {
    return BboltGeometry.peek(head)
        .map(BboltGeometry::snapshotBytes)
        .map(bytes -> new SizeGuess(claimed.orElse(bytes), bytes + room(bytes)))
        .orElse(new SizeGuess(claimed.orElse(0), Long.MAX_VALUE));
  }

  /// The same with no more than so many bytes allowed.
  SizeGuess within(long limit) {
    return new SizeGuess(likely, Math.min(most, limit));
  }

  private static long room(long bytes) {
    return Math.min(Math.max(bytes, LEAST_ROOM), Long.MAX_VALUE - bytes);
  }
}
