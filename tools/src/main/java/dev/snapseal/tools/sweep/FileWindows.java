package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.input.InputException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A file or device, read window by window; never mapped, so that a failing disk is an error to
/// note and not the end of the program.
///
/// Any number of threads may take windows, each into a buffer of its own.
final class FileWindows implements Windows {
  /// Bytes that a window advances.
  static final int WINDOW_BYTES = 16 << 20;

  /// Bytes that follow it: more than the largest request that etcd takes by default (1.5 MiB).
  static final int MARGIN_BYTES = 4 << 20;

  private static final int READ_BYTES = 1 << 20;
  private static final int SECTOR_BYTES = 512;

  /// How much is looked at together; results do not depend on it, as long as nothing that is looked
  /// for is longer than the margin.
  ///
  /// @param windowBytes a multiple of a sector
  /// @param marginBytes bytes that follow each window
  record Size(int windowBytes, int marginBytes) {
    static final Size STANDARD = new Size(WINDOW_BYTES, MARGIN_BYTES);
  }

  private final String path;
  private final FileChannel file;
  private final long length;
  private final Size size;
  private final List<ByteRange> unread = new ArrayList<>();
  private long next;

  FileWindows(String path, FileChannel file, long length, Size size) {
    this.path = path;
    this.size = size;
    this.file = file;
    this.length = length;
  }

  @Override
  public long count() {
    return (length + size.windowBytes() - 1) / size.windowBytes();
  }

  @Override
  public Reader newReader() {
    return new BufferedWindows(Math.min(length, (long) size.windowBytes() + size.marginBytes()));
  }

  private synchronized long takeNumber() {
    return next++;
  }

  /// One window at a time, in the same memory.
  private final class BufferedWindows implements Reader {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer;

    BufferedWindows(long bytes) {
      this.buffer = arena.allocate(bytes, Long.BYTES);
    }

    @Override
    public Optional<Window> next() throws IOException {
      long number = takeNumber();
      long base = number * size.windowBytes();
      if (base >= length) {
        return Optional.empty();
      }
      long there = Math.min(length - base, buffer.byteSize());
      MemorySegment bytes = buffer.asSlice(0, there);
      fill(bytes, base);
      ByteRange range = new ByteRange(0, Math.min(there, size.windowBytes()));
      return Optional.of(new Window(number, base, new SnapshotBytes(path, bytes), range));
    }

    @Override
    public void close() {
      arena.close();
    }
  }

  private void fill(MemorySegment bytes, long base) throws IOException {
    for (long done = 0; done < bytes.byteSize(); done += READ_BYTES) {
      long part = Math.min(READ_BYTES, bytes.byteSize() - done);
      MemorySegment target = bytes.asSlice(done, part);
      try {
        read(target, base + done);
      } catch (InputException e) {
        throw e;
      } catch (IOException e) {
        readSectors(target, base + done);
      }
    }
  }

  private void readSectors(MemorySegment bytes, long offset) throws IOException {
    for (long done = 0; done < bytes.byteSize(); done += SECTOR_BYTES) {
      long part = Math.min(SECTOR_BYTES, bytes.byteSize() - done);
      MemorySegment sector = bytes.asSlice(done, part);
      try {
        read(sector, offset + done);
      } catch (InputException e) {
        throw e;
      } catch (IOException e) {
        sector.fill((byte) 0);
        noteUnread(offset + done, part);
      }
    }
  }

  private void read(MemorySegment bytes, long offset) throws IOException {
    ByteBuffer target = bytes.asByteBuffer();
    while (target.hasRemaining()) {
      if (file.read(target, offset + target.position()) < 0) {
        throw InputException.changed(path, "it ends before byte " + (offset + bytes.byteSize()));
      }
    }
  }

  /// A margin is read twice.
  private synchronized void noteUnread(long offset, long bytes) {
    boolean isKnown =
        unread.stream().anyMatch(range -> offset >= range.start() && offset < range.end());
    if (isKnown) {
      return;
    }
    if (!unread.isEmpty() && unread.getLast().end() == offset) {
      unread.set(unread.size() - 1, new ByteRange(unread.getLast().start(), offset + bytes));
    } else {
      unread.add(new ByteRange(offset, offset + bytes));
    }
  }

  /// What the machine could not read, and was taken for zeroes.
  synchronized List<ByteRange> unread() {
    return List.copyOf(unread);
  }
}
