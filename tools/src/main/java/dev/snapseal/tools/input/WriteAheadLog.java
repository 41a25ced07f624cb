package dev.snapseal.tools.input;

import dev.snapseal.snapshot.SnapshotBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The segments of the write-ahead log beside a database `snap/db`, mapped.
///
/// Owned by the [BackupInput] that opened it.
public final class WriteAheadLog {
  private static final String ENDING = ".wal";

  private final String displayPath;
  private final List<MappedFile> files;

  private WriteAheadLog(String displayPath, List<MappedFile> files) {
    this.displayPath = displayPath;
    this.files = List.copyOf(files);
  }

  /// Maps the segments, in the order of their names, which is theirs.
  ///
  /// @param folder `member/wal`; none there is an empty log
  /// @param displayPath how reports name it
  static WriteAheadLog open(Path folder, String displayPath, InputMemory memory)
      throws IOException {
    List<MappedFile> files = new ArrayList<>();
    for (Path file : segments(folder)) {
      String display = displayPath + "/" + file.getFileName();
      files.add(
          MappedFile.open(
              new SourceFile(
                  file,
                  Place.inDataDirectory(display),
                  Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)),
              memory));
    }
    return new WriteAheadLog(displayPath, files);
  }

  private static List<Path> segments(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /// The folder, as reports name it.
  public String displayPath() {
    return displayPath;
  }

  /// The segments in their order; readable from any thread until the input is closed.
  public List<SnapshotBytes> segments() {
    return files.stream().map(file -> new SnapshotBytes(file.displayPath(), file.bytes())).toList();
  }

  /// Bytes of all segments, what is preallocated among them.
  public long sizeBytes() {
    return files.stream().mapToLong(file -> file.bytes().byteSize()).sum();
  }

  void verifyUnchanged() throws InputException {
    for (MappedFile file : files) {
      file.verifyUnchanged();
    }
  }
}
