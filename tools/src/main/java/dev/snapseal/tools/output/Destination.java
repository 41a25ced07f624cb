package dev.snapseal.tools.output;

import java.io.IOException;
import java.nio.channels.FileChannel;

/// Where the bytes are until the output is whole, and what becomes of them then.
sealed interface Destination permits PartFile, NamelessFile {
  FileChannel channel();

  /// A refusal of the operating system.
  ///
  /// @param what failed, such as `writing failed`
  OutputException failure(String what, IOException cause);

  void sync() throws OutputException;

  /// Once, after [#sync].
  void commit() throws OutputException;

  void close();
}
