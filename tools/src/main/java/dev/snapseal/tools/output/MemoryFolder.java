package dev.snapseal.tools.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Folders whose files are in memory: what lies there reaches a disk only if the machine swaps.
public final class MemoryFolder {
  /// One that every Linux has, though in a container often with little room.
  public static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private static final Set<String> FILE_SYSTEMS = Set.of("tmpfs", "ramfs");

  private MemoryFolder() {}

  /// Whether it is one, and files can be made in it.
  public static boolean isUsable(Path folder) throws IOException {
    return Files.isDirectory(folder)
        && Files.isWritable(folder)
        && FILE_SYSTEMS.contains(Files.getFileStore(folder).type());
  }

  /// Whether so many bytes fit into it now.
  public static boolean hasRoom(Path folder, long bytes) throws IOException {
    return Files.getFileStore(folder).getUsableSpace() >= bytes;
  }
}
