package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The memory of one input: mapped files, and what was unpacked, all off the heap, all freed at
/// once. Its segments may be read from any thread.
final class InputMemory implements AutoCloseable {
  private static final int CHUNK_BYTES = 256 * 1024;

  private final OptionalLong limit;
  private final List<Arena> arenas = new ArrayList<>();
  private long keptBytes;

  /// @param limit bytes that may be unpacked, all together; empty: a share of this machine's memory
  InputMemory(OptionalLong limit) {
    this.limit = limit;
  }

  /// A file of any size. Reading the segment after the file has shrunk is an
  /// [InternalError][java.lang.InternalError].
  @SuppressWarnings("MustBeClosedChecker") // this owns the arena from here on
  MemorySegment map(FileChannel file, long sizeBytes) throws IOException {
    Arena arena = Arena.ofShared();
    arenas.add(arena);
    return file.map(FileChannel.MapMode.READ_ONLY, 0, sizeBytes, arena);
  }

  /// Everything that is left of a stream.
  ///
  /// @param displayPath what is being unpacked
  /// @param inputBytes size of the packed input, for the first amount of memory
  MemorySegment readAll(InputStream in, SizeGuess guess, long inputBytes, String displayPath)
      throws IOException {
    boolean kept = false;
    SizeGuess bounded = guess.within(limitBytes() - keptBytes);
    GrowingSegment grown = new GrowingSegment(bounded, inputBytes, displayPath);
    try {
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        grown.append(chunk, count);
      }
      arenas.add(grown.arena());
      keptBytes += grown.capacity();
      kept = true;
      return grown.bytes();
    } finally {
      if (!kept) {
        grown.close();
      }
    }
  }

  private long limitBytes() {
    return limit.orElseGet(MachineMemory::shareForInputs);
  }

  @Override
  public void close() {
    arenas.forEach(Arena::close);
    arenas.clear();
  }
}
