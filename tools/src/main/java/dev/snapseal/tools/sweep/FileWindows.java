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

/// A file or device, window by window.
///
/// A file is mapped, which saves a copy of every byte; where a mapped byte cannot be read the JVM
/// throws, and the window is read once more, sector by sector. A device is read from the start.
final class FileWindows implements Windows {
  /// Bytes that a window advances.
  static final int WINDOW_BYTES = 16 << 20;

  /// Bytes that follow it: more than the largest request that etcd takes by default (1.5 MiB).
  static final int MARGIN_BYTES = 4 << 20;

  /// Bytes that precede it, for what is known by something in its middle; a multiple of a page.
  /// More than a Secret's data in base64, which stands before its kind.
  static final int LEAD_BYTES = 2 << 20;

  private static final int READ_BYTES = 1 << 20;
  private static final int SECTOR_BYTES = 512;

  /// How much is looked at together; results do not depend on it, as long as nothing that is looked
  /// for is longer than the margin.
  ///
  /// @param windowBytes a multiple of a sector
  /// @param marginBytes bytes that follow each window
  record Size(int windowBytes, int marginBytes) {
    static final Size STANDARD = new Size(WINDOW_BYTES, MARGIN_BYTES);

    /// So that each window holds the records that begin in it whole.
    ///
    /// @param log of at most a gibibyte
    static Size of(FollowedLog log) {
      return new Size(WINDOW_BYTES, (int) Math.max(MARGIN_BYTES, log.longestRecord()));
    }
  }

  private final String path;
  private final FileChannel file;
  private final long length;
  private final Size size;
  private final Access access;
  private final List<ByteRange> unread = new ArrayList<>();
  private long next;

  /// How bytes come into memory.
  enum Access {
    MAPPED,
    READ
  }

  FileWindows(String path, FileChannel file, long length, Size size, Access access) {
    this.access = access;
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
    return new FileReader();
  }

  private synchronized long takeNumber() {
    return next++;
  }

  /// One window at a time: mapped, or in the same memory again and again.
  @SuppressWarnings("MustBeClosedChecker") // this closes its arenas when it is closed
  private final class FileReader implements Reader {
    private Optional<Arena> buffers = Optional.empty();
    private MemorySegment buffer = MemorySegment.NULL;
    private Optional<Arena> mapping = Optional.empty();

    @Override
    public Optional<Window> next() throws IOException {
      long number = takeNumber();
      long base = number * size.windowBytes();
      if (base >= length) {
        return Optional.empty();
      }
      return Optional.of(window(number, access == Access.MAPPED ? mapped(base) : filled(base)));
    }

    @Override
    public Window again(Window window) throws IOException {
      return window(window.number(), filled(window.number() * size.windowBytes()));
    }

    private Window window(long number, MemorySegment bytes) {
      long base = number * size.windowBytes();
      long lead = lead(base);
      long end = Math.min(bytes.byteSize(), lead + size.windowBytes());
      ByteRange range = new ByteRange(lead, end);
      return new Window(number, base - lead, new SnapshotBytes(path, bytes), range);
    }

    private static long lead(long base) {
      return Math.min(base, LEAD_BYTES);
    }

    private long bytesAt(long base) {
      return lead(base) + Math.min(length - base, (long) size.windowBytes() + size.marginBytes());
    }

    private MemorySegment mapped(long base) throws IOException {
      unmap();
      Arena arena = Arena.ofConfined();
      mapping = Optional.of(arena);
      return file.map(FileChannel.MapMode.READ_ONLY, base - lead(base), bytesAt(base), arena);
    }

    private MemorySegment filled(long base) throws IOException {
      if (buffers.isEmpty()) {
        Arena arena = Arena.ofConfined();
        buffers = Optional.of(arena);
        long most = LEAD_BYTES + (long) size.windowBytes() + size.marginBytes();
        buffer = arena.allocate(Math.min(length, most), Long.BYTES);
      }
      MemorySegment bytes = buffer.asSlice(0, bytesAt(base));
      fill(bytes, base - lead(base));
      return bytes;
    }

    private void unmap() {
      mapping.ifPresent(Arena::close);
      mapping = Optional.empty();
    }

    @Override
    public void close() {
      unmap();
      buffers.ifPresent(Arena::close);
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

  @Override
  public synchronized List<ByteRange> unread() {
    return List.copyOf(unread);
  }
}
