package dev.snapseal.snapshot.layout;

import java.io.IOException;

/// Where finished bytes go. Belongs to one thread, as the writer does.
@FunctionalInterface
public interface PageTarget {
  /// Writes bytes to the new file.
  ///
  /// @param bytes the array that holds them from its beginning; it is the target's from now on
  /// @param position file offset
  /// @return an array to put the next bytes in, of whatever content and at least as long as
  ///   `bytes`; it is the writer's from now on
  byte[] write(byte[] bytes, int length, long position) throws IOException;
}
