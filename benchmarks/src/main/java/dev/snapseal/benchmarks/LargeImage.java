package dev.snapseal.benchmarks;

import dev.snapseal.testdata.LargeSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A snapshot of Secrets under `aescbc` in memory outside the heap, where a mapped file would be.
///
/// @param bytes the whole file
/// @param values how many Secrets
/// @param configuration opens them
record LargeImage(MemorySegment bytes, int values, String configuration) {
  private static final long SEED = 1;

  /// 128 MiB of 37,500 values of 1 to 10 KiB: an eighth of what `benchmarks/compare` times.
  static LargeImage make(Arena arena) {
    return make(arena, 37_500, 128 << 20);
  }

  static LargeImage make(Arena arena, int values, long length) {
    try {
      Path file = Files.createTempFile("snapseal-benchmark", ".db");
      Path configuration = Files.createTempFile("snapseal-benchmark", ".yaml");
      try {
        LargeSnapshot snapshot = new LargeSnapshot(values, length, SEED);
        snapshot.writeTo(file);
        snapshot.writeConfiguration(configuration);
        return new LargeImage(load(file, arena), values, Files.readString(configuration));
      } finally {
        Files.delete(file);
        Files.delete(configuration);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MemorySegment load(Path file, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        Arena mapping = Arena.ofConfined()) {
      MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), mapping);
      return arena.allocate(mapped.byteSize(), 4096).copyFrom(mapped);
    }
  }
}
