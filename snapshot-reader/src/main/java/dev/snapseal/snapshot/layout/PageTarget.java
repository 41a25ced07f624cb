package dev.snapseal.snapshot.layout;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where finished bytes go; taken from several threads.
@FunctionalInterface
public interface PageTarget {
  /// Writes all of `bytes`, which the caller uses again afterwards.
  ///
  /// @param position file offset
  void write(ByteBuffer bytes, long position) throws IOException;
}
