package dev.snapseal.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The file that a path of the user's means: the path itself, or the database of the data directory
/// that it names.
///
/// @param path what to open; symbolic links are followed
/// @param place how reports name it
/// @param attributes of the file that the path leads to
record SourceFile(Path path, Place place, BasicFileAttributes attributes) {
  /// From the data directory, from `member`, or from `member/snap`.
  private static final List<String> DATABASES = List.of("member/snap/db", "snap/db", "db");

  private static final int MOST_LISTED = 100;
  private static final int TYPE_MASK = 0170000;
  private static final int FIFO = 0010000;

  static SourceFile find(String argument) throws InputException {
    Path path = pathOf(argument);
    BasicFileAttributes attributes = attributes(path, argument);
    return attributes.isDirectory()
        ? inDirectory(path, argument)
        : new SourceFile(path, Place.file(argument), attributes);
  }

  private static SourceFile inDirectory(Path directory, String argument) throws InputException {
    for (String relative : DATABASES) {
      Path database = directory.resolve(relative);
      if (Files.isRegularFile(database)) {
        String displayPath = argument.replaceAll("/+$", "") + "/" + relative;
        return new SourceFile(
            database, Place.inDataDirectory(displayPath), attributes(database, displayPath));
      }
    }
    throw new InputException(
        argument,
        InputProblem.NOT_A_DATA_DIRECTORY,
        "a directory without member/snap/db, so not an etcd data directory");
  }

  /// The write-ahead log and raft snapshots beside a database `snap/db`: they hold values as well,
  /// and are not read.
  List<SkippedMember> unreadBesides() {
    String display = place.displayPath();
    if (!display.endsWith("snap/db")) {
      return List.of();
    }
    Path snap = path.toAbsolutePath().getParent();
    String member = display.substring(0, display.length() - "snap/db".length());
    List<SkippedMember> unread =
        new ArrayList<>(
            listed(snap.resolveSibling("wal"), SkippedMember::isSegment, member + "wal/"));
    unread.addAll(listed(snap, SkippedMember::isRaftSnapshot, member + "snap/"));
    return unread;
  }

  /// Other bbolt files beside a database `snap/db`, as arguments that name them: a database that a
  /// leader sent (`.snap.db`), one that a defragmentation left (`db.tmp`), or what etcd put aside
  /// (`.broken`).
  ///
  /// @see <a
  ///   href="https://github.com/etcd-io/etcd/blob/v3.7.1/server/etcdserver/api/snap/snapshotter.go">etcd
  ///   snapshotter.go</a>
  List<String> databasesBeside() {
    String display = place.displayPath();
    if (!display.endsWith("snap/db")) {
      return List.of();
    }
    String folder = display.substring(0, display.length() - "db".length());
    try (Stream<Path> files = Files.list(path.toAbsolutePath().getParent())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> isDatabaseName(file.getFileName().toString()) && isBbolt(file))
          .map(file -> folder + file.getFileName())
          .sorted()
          .limit(MOST_LISTED)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isDatabaseName(String name) {
    return name.endsWith(".snap.db") || name.startsWith("db.tmp") || name.endsWith(".broken");
  }

  private static boolean isBbolt(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MemorySegment head = MemorySegment.ofArray(in.readNBytes(Content.HEAD_BYTES));
      return ContentType.of(head) == ContentType.BBOLT;
    } catch (IOException e) {
      return false;
    }
  }

  /// How many raft snapshots beside a database `snap/db` may hold more than etcd's own data.
  long snapshotsWithValues() {
    if (!place.displayPath().endsWith("snap/db")) {
      return 0;
    }
    try (Stream<Path> files = Files.list(path.toAbsolutePath().getParent())) {
      return files
          .filter(file -> SkippedMember.isRaftSnapshot(file.getFileName().toString()))
          .filter(RaftSnapshotFile::mayHoldValues)
          .count();
    } catch (IOException e) {
      return 0;
    }
  }

  /// The folder of the write-ahead log beside a database `snap/db`, and how reports name it; empty
  /// for any other file.
  Optional<LogFolder> logFolder() {
    String display = place.displayPath();
    if (!display.endsWith("snap/db")) {
      return Optional.empty();
    }
    String member = display.substring(0, display.length() - "snap/db".length());
    Path snap = path.toAbsolutePath().getParent();
    return Optional.of(new LogFolder(snap.resolveSibling("wal"), member + "wal"));
  }

  /// Where a write-ahead log is.
  record LogFolder(Path path, String displayPath) {}

  private static List<SkippedMember> listed(
      Path folder, Predicate<String> isNamed, String display) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(isNamed)
          .sorted()
          .limit(MOST_LISTED)
          .map(name -> SkippedMember.beside(display + name, name))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// Whether it is read as a stream, because it has no length.
  boolean isStream() throws InputException {
    if (attributes.isRegularFile()) {
      return false;
    }
    if (unixType().filter(type -> type == FIFO).isEmpty()) {
      throw new InputException(
          place.displayPath(),
          InputProblem.NOT_A_FILE,
          "a device or socket; copy what is on it into a file first");
    }
    return true;
  }

  private Optional<Integer> unixType() {
    try {
      return Files.getAttribute(path, "unix:mode") instanceof Integer mode
          ? Optional.of(mode & TYPE_MASK)
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static Path pathOf(String argument) throws InputException {
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      throw new InputException(argument, InputProblem.NOT_FOUND, "not a path: " + e.getReason());
    }
  }

  private static BasicFileAttributes attributes(Path path, String displayPath)
      throws InputException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      throw problem(e, displayPath);
    }
  }

  /// A failure of the operating system, in our words.
  static InputException problem(IOException e, String displayPath) {
    if (e instanceof InputException ours) {
      return ours;
    }
    if (e instanceof NoSuchFileException) {
      return new InputException(displayPath, InputProblem.NOT_FOUND, "no such file", e);
    }
    String why =
        switch (e) {
          // Its message is the path, which stands in front.
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException failure when failure.getReason() != null -> failure.getReason();
          case FileSystemException failure -> failure.getClass().getSimpleName();
          default -> e.getClass().getSimpleName() + ": " + e.getMessage();
        };
    return new InputException(displayPath, InputProblem.NOT_READABLE, "cannot be read: " + why, e);
  }
}
