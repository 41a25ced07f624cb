package dev.snapseal.tools.input;

import dev.snapseal.tools.input.BackupScan.Unknown;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The etcd backups under one path that the user gave, open for reading. Nothing is ever written.
///
/// Owns the memory of its images; it and they may be read from any thread until it is closed, and
/// not after. A mapped file that shrinks meanwhile makes reading its images throw [InternalError]:
/// then, and when all reading is done, [#verifyUnchanged] says what happened.
public final class BackupInput implements AutoCloseable {
  /// The argument that means standard input.
  public static final String STANDARD_INPUT = "-";

  private final InputMemory memory;
  private final BackupScan scan;
  private final List<SkippedMember> unreadBesides;
  private final Optional<MappedFile> file;
  private final Optional<SourceFile> source;
  private Optional<WriteAheadLog> log = Optional.empty();

  private BackupInput(
      InputMemory memory,
      BackupScan scan,
      Optional<MappedFile> file,
      List<SkippedMember> unreadBesides,
      Optional<SourceFile> source) {
    this.memory = memory;
    this.scan = scan;
    this.file = file;
    this.unreadBesides = unreadBesides;
    this.source = source;
  }

  /// Opens what a path holds, or standard input for `-`, and takes the backups out of it.
  ///
  /// @param argument a file, a pipe, an etcd data directory, its `member` or `member/snap`, or `-`
  /// @param stdin read only for `-`, to its end, and not closed
  /// @throws InputException when there is no backup; [InputException#problem] says why
  public static BackupInput open(String argument, InputStream stdin, InputOptions options)
      throws InputException {
    return open(argument, stdin, options, Unknown.REFUSED);
  }

  /// The same, and a file of which nothing is known, packed or not, is taken for a backup that is
  /// damaged from its first byte on.
  ///
  /// @throws InputException when it is something else for certain
  public static BackupInput openDamaged(String argument, InputStream stdin, InputOptions options)
      throws InputException {
    return open(argument, stdin, options, Unknown.TAKEN);
  }

  /// The same, but what is no backup and can be searched as it is, such as a log in an archive, is
  /// kept as well: see [#others].
  public static BackupInput openWithOthers(String argument, InputStream stdin, InputOptions options)
      throws InputException {
    return open(argument, stdin, options, Unknown.KEPT);
  }

  /// Takes the backups out of a stream that comes from somewhere else, such as a live etcd.
  ///
  /// @param name by which it is shown
  /// @param in read to its end, and not closed
  public static BackupInput ofStream(String name, InputStream in, InputOptions options)
      throws InputException {
    InputMemory memory = new InputMemory(options.limits().memoryBytes());
    boolean complete = false;
    try {
      BackupInput input = ofStream(in, Place.file(name), options, Unknown.REFUSED, memory);
      complete = true;
      return input;
    } catch (IOException e) {
      throw SourceFile.problem(e, name);
    } finally {
      if (!complete) {
        memory.close();
      }
    }
  }

  private static BackupInput open(
      String argument, InputStream stdin, InputOptions options, Unknown unknown)
      throws InputException {
    InputMemory memory = new InputMemory(options.limits().memoryBytes());
    boolean complete = false;
    try {
      BackupInput input =
          argument.equals(STANDARD_INPUT)
              ? ofStream(stdin, Place.file(argument), options, unknown, memory)
              : ofPath(SourceFile.find(argument), options, unknown, memory);
      complete = true;
      return input;
    } catch (IOException e) {
      throw SourceFile.problem(e, argument);
    } finally {
      if (!complete) {
        memory.close();
      }
    }
  }

  private static BackupInput ofPath(
      SourceFile source, InputOptions options, Unknown unknown, InputMemory memory)
      throws IOException {
    if (source.isStream()) {
      try (InputStream in = Files.newInputStream(source.path())) {
        return ofStream(in, source.place(), options, unknown, memory);
      }
    }
    return ofFile(source, options, unknown, memory);
  }

  private static BackupInput ofFile(
      SourceFile source, InputOptions options, Unknown unknown, InputMemory memory)
      throws IOException {
    MappedFile mapped = MappedFile.open(source, memory);
    String displayPath = source.place().displayPath();
    UnpackBudget budget = new UnpackBudget(displayPath, options.limits(), mapped.bytes()::byteSize);
    BackupScan scan = new BackupScan(options, unknown, memory, budget);
    scan.run(new SegmentContent(mapped.bytes()), source.place());
    return new BackupInput(
        memory, scan, Optional.of(mapped), source.unreadBesides(), Optional.of(source));
  }

  private static BackupInput ofStream(
      InputStream in, Place place, InputOptions options, Unknown unknown, InputMemory memory)
      throws IOException {
    CountedStream counted = new CountedStream(in);
    UnpackBudget budget =
        new UnpackBudget(place.displayPath(), options.limits(), counted::bytesRead);
    BackupScan scan = new BackupScan(options, unknown, memory, budget);
    scan.run(new StreamContent(counted, OptionalLong.empty()), place);
    counted.readToEnd();
    return new BackupInput(memory, scan, Optional.empty(), List.of(), Optional.empty());
  }

  /// The backups, in the order in which they lie in the input: one, or of a bundle one or more.
  public List<BackupImage> images() {
    return scan.images();
  }

  /// What is no backup, if it was to be kept; readable as the images are.
  public List<BackupImage> others() {
    return scan.others();
  }

  /// The backup, for a command that takes one.
  ///
  /// @throws InputException [InputProblem#AMBIGUOUS] when there are several
  public BackupImage onlyImage() throws InputException {
    List<BackupImage> images = images();
    if (images.size() > 1) {
      throw new InputException(
          images.getFirst().displayPath(),
          InputProblem.AMBIGUOUS,
          "one of %d etcd backups inside, the second being %s"
              .formatted(images.size(), images.get(1).displayPath()));
    }
    return images.getFirst();
  }

  /// What was passed over: members that are no backup, and parts of the input that could not be
  /// read. The first thousand; [#skippedCount] counts all.
  public List<SkippedMember> skipped() {
    return Stream.concat(unreadBesides.stream(), scan.skipped().kept().stream()).toList();
  }

  /// How many things were passed over.
  public long skippedCount() {
    return unreadBesides.size() + scan.skipped().count();
  }

  /// The file that the user named as it lies on disk, packed if it is packed: for its size and its
  /// hash. Empty when the input was a pipe. Readable until this is closed.
  public Optional<MemorySegment> fileBytes() {
    return file.map(mapped -> mapped.bytes().asReadOnly());
  }

  /// The write-ahead log beside the database of a data directory, opened at the first call; empty
  /// for every other input, and where there is none.
  ///
  /// @throws InputException if a segment cannot be read
  public Optional<WriteAheadLog> openLog() throws InputException {
    Optional<SourceFile.LogFolder> logFolder = source.flatMap(SourceFile::logFolder);
    if (log.isEmpty() && logFolder.isPresent()) {
      SourceFile.LogFolder folder = logFolder.get();
      try {
        log =
            Optional.of(WriteAheadLog.open(folder.path(), folder.displayPath(), memory))
                .filter(opened -> opened.sizeBytes() > 0);
      } catch (IOException e) {
        throw SourceFile.problem(e, folder.displayPath());
      }
    }
    return log;
  }

  /// How many raft snapshots in the data directory may hold values.
  public long snapshotsWithValues() {
    return source.map(SourceFile::snapshotsWithValues).orElse(0L);
  }

  /// Other databases in the data directory whose database this is, as arguments that name them.
  public List<String> databasesBeside() {
    return source.map(SourceFile::databasesBeside).orElse(List.of());
  }

  /// Compares the file with what it was when it was opened: size, time of the last change, and
  /// which file it is. A pipe has nothing to compare.
  ///
  /// @throws InputException [InputProblem#CHANGED]
  public void verifyUnchanged() throws InputException {
    if (file.isPresent()) {
      file.get().verifyUnchanged();
    }
    if (log.isPresent()) {
      log.get().verifyUnchanged();
    }
  }

  /// Frees the memory of the images.
  @Override
  public void close() {
    memory.close();
  }
}
