package dev.snapseal.tools.input;

import dev.snapseal.snapshot.SnapshotBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The segments of the write-ahead log beside a database `snap/db`, mapped; and whatever else lies
/// in their folder and is not empty, such as a segment that etcd put aside as `.wal.broken` when it
/// repaired it, and never removes.
///
/// Owned by the [BackupInput] that opened it.
public final class WriteAheadLog {
  private static final String ENDING = ".wal";

  private final String displayPath;
  private final List<MappedFile> files;
  private final List<MappedFile> aside;

  private WriteAheadLog(String displayPath, List<MappedFile> files, List<MappedFile> aside) {
    this.displayPath = displayPath;
    this.files = List.copyOf(files);
    this.aside = List.copyOf(aside);
  }

  /// Maps the segments, in the order of their names, which is theirs.
  ///
  /// @param folder `member/wal`; none there is an empty log
  /// @param displayPath how reports name it
  static WriteAheadLog open(Path folder, String displayPath, InputMemory memory)
      throws IOException {
    List<MappedFile> files = new ArrayList<>();
    List<MappedFile> aside = new ArrayList<>();
    for (Path path : regularFiles(folder)) {
      MappedFile file = map(path, displayPath + "/" + path.getFileName(), memory);
      if (path.getFileName().toString().endsWith(ENDING)) {
        files.add(file);
      } else if (!isEmpty(file)) {
        aside.add(file);
      }
    }
    return new WriteAheadLog(displayPath, files, aside);
  }

  private static MappedFile map(Path file, String display, InputMemory memory) throws IOException {
    return MappedFile.open(
        new SourceFile(
            file,
            Place.inDataDirectory(display),
            Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)),
        memory);
  }

  /// What etcd prepares for the next segment, `1.tmp`, holds zeroes.
  private static boolean isEmpty(MappedFile file) {
    SnapshotBytes bytes = bytes(file);
    return bytes.isZero(0, bytes.length());
  }

  private static List<Path> regularFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /// The folder, as reports name it.
  public String displayPath() {
    return displayPath;
  }

  /// The segments in their order; readable from any thread until the input is closed.
  public List<SnapshotBytes> segments() {
    return files.stream().map(WriteAheadLog::bytes).toList();
  }

  /// What else lies in the folder, in the order of names: each for itself.
  public List<SnapshotBytes> aside() {
    return aside.stream().map(WriteAheadLog::bytes).toList();
  }

  /// The segments, and then what else there is.
  public List<SnapshotBytes> all() {
    return opened().map(WriteAheadLog::bytes).toList();
  }

  private Stream<MappedFile> opened() {
    return Stream.concat(files.stream(), aside.stream());
  }

  private static SnapshotBytes bytes(MappedFile file) {
    return new SnapshotBytes(file.displayPath(), file.bytes());
  }

  /// Bytes of all of them, what is preallocated among them.
  public long sizeBytes() {
    return opened().mapToLong(file -> file.bytes().byteSize()).sum();
  }

  void verifyUnchanged() throws InputException {
    for (MappedFile file : opened().toList()) {
      file.verifyUnchanged();
    }
  }
}
