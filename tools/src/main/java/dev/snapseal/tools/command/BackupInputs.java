package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.Threads;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.InputException;
import dev.snapseal.tools.input.InputOptions;
import dev.snapseal.tools.input.InputProblem;
import dev.snapseal.tools.input.SkippedMember;
import dev.snapseal.tools.input.WriteAheadLog;
import dev.snapseal.tools.report.SafeText;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The backups that a command's FILE arguments hold, open until this is closed.
final class BackupInputs implements AutoCloseable {
  static final String FILE_HELP =
      "A snapshot, a copy of member/snap/db, an etcd data directory, or one of these packed"
          + " (gz, zst, zip, tar, tar.gz) or sealed (age); - is standard input.";

  private static final String DATABASE = "member/snap/db";

  private final List<BackupInput> inputs = new ArrayList<>();
  private final List<FailedInput> failures = new ArrayList<>();
  private final String argument;
  private Optional<Thread> closing = Optional.empty();

  private BackupInputs(String argument) {
    this.argument = argument;
  }

  /// Opens what can be opened; the others are among [#failures].
  static BackupInputs open(List<String> arguments, IdentityOptions identities, CommandIo io)
      throws CommandFailure {
    BackupInputs opened = new BackupInputs(arguments.getFirst());
    InputOptions options = identities.inputOptions(io);
    for (String argument : arguments) {
      try {
        opened.add(argument, options, io);
      } catch (InputException e) {
        opened.failures.add(FailedInput.of(e));
      }
    }
    opened.warnOfSkipped(io);
    return opened;
  }

  /// Opens those of the arguments that are backups and no pipe, without a word about the others.
  static BackupInputs openAhead(List<String> arguments, IdentityOptions identities, CommandIo io)
      throws CommandFailure {
    BackupInputs opened = new BackupInputs(arguments.getFirst());
    InputOptions options = identities.inputOptions(io);
    for (String argument : arguments) {
      try {
        if (Files.isRegularFile(Path.of(argument)) || Files.isDirectory(Path.of(argument))) {
          opened.add(argument, options, io);
        }
      } catch (InputException | InvalidPathException _) {
        // The command itself says it.
      }
    }
    return opened;
  }

  static BackupInputs openOne(String argument, IdentityOptions identities, CommandIo io)
      throws InputException, CommandFailure {
    return openOne(argument, identities.inputOptions(io), io);
  }

  static BackupInputs openOne(String argument, InputOptions options, CommandIo io)
      throws InputException {
    BackupInputs opened = new BackupInputs(argument);
    opened.add(argument, options, io);
    opened.warnOfSkipped(io);
    return opened;
  }

  /// The same of a file whose first pages may be gone.
  static BackupInputs openDamaged(String argument, IdentityOptions identities, CommandIo io)
      throws InputException, CommandFailure {
    BackupInputs opened = new BackupInputs(argument);
    opened.inputs.add(BackupInput.openDamaged(argument, io.in(), identities.inputOptions(io)));
    opened.warnOfSkipped(io);
    return opened;
  }

  /// Opens what the argument holds, for a command that reads the write-ahead log as well; what
  /// cannot be opened is among [#failures].
  static BackupInputs openWithLog(String argument, InputOptions options, CommandIo io) {
    BackupInputs opened = new BackupInputs(argument);
    try {
      opened.add(argument, options, io);
      boolean isLogRead = opened.openLog().isPresent();
      opened.warnOfSkipped(io, skipped -> !isLogRead || !skipped.isSegment());
    } catch (InputException e) {
      opened.failures.add(FailedInput.of(e));
    }
    return opened;
  }

  /// The write-ahead log of the data directory that was opened, if it was one.
  Optional<WriteAheadLog> openLog() throws InputException {
    for (BackupInput input : inputs) {
      Optional<WriteAheadLog> log = input.openLog();
      if (log.isPresent()) {
        return log;
      }
    }
    return Optional.empty();
  }

  /// Other databases in the data directory that was opened, as arguments that name them.
  List<String> databasesBeside() {
    return inputs.stream().flatMap(input -> input.databasesBeside().stream()).toList();
  }

  private void add(String given, InputOptions options, CommandIo io) throws InputException {
    inputs.add(BackupInput.open(given, io.in(), options));
  }

  /// Arguments that could not be opened, in their order.
  List<FailedInput> failures() {
    return List.copyOf(failures);
  }

  /// The file that the user named as it lies there, packed if it is packed; of a pipe, the backup
  /// that came out of it.
  MemorySegment fileBytes() throws InputException {
    BackupInput input = inputs.getFirst();
    Optional<MemorySegment> file = input.fileBytes();
    return file.isPresent() ? file.get() : input.onlyImage().bytes();
  }

  List<BackupImage> images() {
    return inputs.stream().flatMap(input -> input.images().stream()).toList();
  }

  /// The only backup there is.
  BackupImage single() throws CommandFailure {
    List<BackupImage> images = images();
    if (images.size() > 1) {
      List<String> names =
          images.stream().map(image -> SafeText.forTerminal(image.displayPath())).toList();
      throw new CommandFailure(
          ExitCode.USAGE,
          "["
              + SafeText.forTerminal(argument)
              + "] there are "
              + names.size()
              + " backups inside: "
              + String.join(", ", names),
          "unpack it and name one of them: " + unpack(images.getFirst()));
    }
    return images.getFirst();
  }

  /// The commands that unpack an archive, and then the folder that its first backup is in, if that
  /// is the database of a data directory.
  Optional<Unpacking> unpackDirectory() {
    return images().stream()
        .map(BackupImage::displayPath)
        .filter(path -> path.contains("!") && path.endsWith(DATABASE))
        .findFirst()
        .map(
            path ->
                new Unpacking(
                    unpack(images().getFirst()),
                    "unpacked/"
                        + path.substring(
                            path.lastIndexOf('!') + 1, path.length() - DATABASE.length())));
  }

  /// @param command as a shell takes it
  /// @param directory that is there then
  record Unpacking(String command, String directory) {}

  private String unpack(BackupImage image) {
    String file = ShellWord.of(argument);
    return image.layers().contains("zip")
        ? "unzip " + file + " -d unpacked"
        : "mkdir unpacked && tar -xf " + file + " -C unpacked";
  }

  /// Members of archives that are seen to hold a configuration, as reports name them.
  List<String> configurationsBeside() {
    return inputs.stream()
        .flatMap(input -> input.skipped().stream())
        .filter(skipped -> skipped.problem() == InputProblem.ENCRYPTION_CONFIGURATION)
        .map(SkippedMember::displayPath)
        .toList();
  }

  /// Whether everything that may hold values is among the images.
  AuditOptions.Completeness completeness() {
    boolean isPartial =
        inputs.stream()
            .flatMap(input -> input.skipped().stream())
            .anyMatch(SkippedMember::mayHoldValues);
    return isPartial ? AuditOptions.Completeness.PARTS_UNREAD : AuditOptions.Completeness.WHOLE;
  }

  /// Files that may hold values and are not read; where the write-ahead log is, raft snapshots that
  /// hold more than etcd's own data.
  long unreadBeside() throws InputException {
    return openLog().isPresent()
        ? inputs.stream().mapToLong(BackupInput::snapshotsWithValues).sum()
        : filesBeside();
  }

  /// Files that may hold values and are no images, whether or not the write-ahead log is read.
  long filesBeside() {
    return inputs.stream()
        .flatMap(input -> input.skipped().stream())
        .filter(SkippedMember::mayHoldValues)
        .count();
  }

  long totalBytes() {
    return images().stream().mapToLong(image -> image.bytes().byteSize()).sum();
  }

  /// Fails if a file is no longer what it was when it was opened.
  void verifyUnchanged() throws InputException {
    for (BackupInput input : inputs) {
      input.verifyUnchanged();
    }
  }

  /// Closes them beside what follows, which must not read them: to unmap a gigabyte takes longer
  /// than to print a report.
  void closeAside() {
    closing = Optional.of(Thread.ofPlatform().name("close").start(this::closeAll));
  }

  @Override
  public void close() {
    closing.ifPresentOrElse(Threads::join, this::closeAll);
  }

  private void closeAll() {
    inputs.forEach(BackupInput::close);
  }

  private void warnOfSkipped(CommandIo io) {
    warnOfSkipped(io, _ -> true);
  }

  private void warnOfSkipped(CommandIo io, Predicate<SkippedMember> isNamed) {
    for (BackupInput input : inputs) {
      for (SkippedMember skipped : input.skipped()) {
        if (isNamed.test(skipped)) {
          io.err()
              .println(
                  SafeText.forTerminal(
                      "note: [" + skipped.displayPath() + "] not read: " + skipped.why()));
        }
      }
    }
  }
}
