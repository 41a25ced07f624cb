package dev.snapseal.tools.caseindex;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.NativeLibraryLoader;

/// RocksDB's native library. It lies in the jar and must be a file to be loaded: 17 MB in the
/// temporary folder, which are removed as soon as they are loaded, so that a process which is
/// killed later leaves none behind.
final class NativeLibrary {
  private static boolean isLoaded;

  private NativeLibrary() {}

  static synchronized void load() {
    if (isLoaded) {
      return;
    }
    try {
      Path folder = Files.createTempDirectory("snapseal-rocksdb");
      try {
        NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        isLoaded = true;
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : List.copyOf(files.toList())) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
