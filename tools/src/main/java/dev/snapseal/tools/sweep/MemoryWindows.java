package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.input.InputException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Bytes that are in memory already, or mapped: nothing is copied.
final class MemoryWindows implements Windows {
  private final SnapshotBytes bytes;
  private final ByteRange range;
  private final AtomicLong next = new AtomicLong();

  MemoryWindows(SnapshotBytes bytes) {
    this(bytes, new ByteRange(0, bytes.length()));
  }

  /// Windows of a part of the bytes.
  MemoryWindows(SnapshotBytes bytes, ByteRange range) {
    this.bytes = bytes;
    this.range = range;
  }

  @Override
  public long count() {
    return (range.length() + FileWindows.WINDOW_BYTES - 1) / FileWindows.WINDOW_BYTES;
  }

  @Override
  public Reader newReader() {
    return new Reader() {
      @Override
      public Optional<Window> next() {
        return MemoryWindows.this.next();
      }

      @Override
      public Window again(Window window) throws IOException {
        throw InputException.changed(bytes.file(), "a part of it can no longer be read");
      }

      @Override
      public void close() {
        // The memory is somebody else's.
      }
    };
  }

  @Override
  public List<ByteRange> unread() {
    return List.of();
  }

  private Optional<Window> next() {
    long number = next.getAndIncrement();
    long start = range.start() + number * FileWindows.WINDOW_BYTES;
    if (start >= range.end()) {
      return Optional.empty();
    }
    long end = Math.min(range.end(), start + FileWindows.WINDOW_BYTES);
    return Optional.of(new Window(number, 0, bytes, new ByteRange(start, end)));
  }
}
