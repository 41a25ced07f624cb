package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/// Bytes that are to be recognised: a file, a member of an archive, or what comes out of a
/// decompressor. Used by one thread.
sealed interface Content permits SegmentContent, StreamContent {
  /// Enough to recognise every format, and both meta pages of a bbolt file with pages of up to 64
  /// KiB (etcd takes the page size of its machine, and none has larger ones).
  int HEAD_BYTES = 128 * 1024;

  /// The first bytes: [#HEAD_BYTES] or more, fewer only when there are no more.
  MemorySegment head() throws IOException;

  /// All bytes from the first on; may be called once, and after [#head].
  InputStream stream();

  /// All bytes at once; may be called once, and instead of [#stream].
  ///
  /// @param inputBytes size of the whole input as it is packed
  /// @param displayPath what to call these bytes in messages
  MemorySegment inMemory(InputMemory memory, SizeGuess guess, long inputBytes, String displayPath)
      throws IOException;

  /// How many bytes there are, when that is known before they are read. Of an archive's member, it
  /// is what the archive claims.
  OptionalLong size();
}
