package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The windows of one file. Any number of threads may take them, each through a reader of its own.
interface Windows {
  /// How many there are.
  long count();

  Reader newReader();

  /// What could not be read so far, and was taken for zeroes.
  List<ByteRange> unread();

  /// Belongs to one thread, and so do its windows.
  interface Reader extends AutoCloseable {
    /// The next window that nobody has taken, readable until the next call; empty behind the last.
    ///
    /// @throws IOException if the file is shorter than it was
    Optional<Window> next() throws IOException;

    /// The same window, when bytes of it could not be read where they are.
    ///
    /// @throws IOException if the file is shorter than it was
    Window again(Window window) throws IOException;

    @Override
    void close();
  }
}
