package dev.snapseal.tools.command;

import static dev.snapseal.tools.output.MemoryFolder.SHARED_MEMORY;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.output.MemoryFolder;
import dev.snapseal.tools.output.OutputException;
import dev.snapseal.tools.output.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The new snapshot that a command makes, and where its report goes beside it.
final class SnapshotOptions {
  private static final String STANDARD_OUTPUT = "-";

  private final String example;
  private final OptionSpec output =
      Declaration.value(String.class, "OUT", "--output")
          .description("The new snapshot; - writes it to standard output.")
          .build();
  private final OptionSpec force =
      Declaration.flag("--force").description("Replace OUT if it exists.").build();
  private Optional<CommandSpec> command = Optional.empty();

  /// @param example a name for the new snapshot, for hints
  SnapshotOptions(String example) {
    this.example = example;
  }

  void addTo(CommandSpec spec) {
    spec.addOption(output).addOption(force);
    command = Optional.of(spec);
  }

  boolean isGiven() {
    return output.getValue() != null;
  }

  /// The file as it was named, `-` for standard output.
  String name() {
    return output.getValue();
  }

  /// What to do if none was named.
  String hint() {
    return "name the new snapshot: --output " + example;
  }

  boolean isStandardOutput() {
    return STANDARD_OUTPUT.equals(output.getValue());
  }

  /// What was named, of a command that does not seal it.
  UnsealedOutput unsealed(GivenCommand given) {
    return new UnsealedOutput(given, name());
  }

  /// Refuses what would mix a snapshot with a report, or print it on a screen.
  void refuseMixed(OutputFormat format, CommandIo io) throws CommandFailure {
    if (isStandardOutput() && format == OutputFormat.json) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "-o json and --output - both write to standard output",
          "leave one of them out");
    }
    if (isStandardOutput() && io.terminal().output()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "a snapshot does not belong on a terminal",
          "name a file: --output " + example);
    }
  }

  /// Refuses a file that could not be made, of a command that makes none now.
  void refuseForbidden() throws IOException {
    if (isGiven() && !isStandardOutput()) {
      OutputFile.refuseForbidden(Path.of(name()), existing(), inputs());
    }
  }

  /// Begins the new snapshot. It is none of the files that the command names elsewhere.
  OutputFile begin(CommandIo io) throws IOException {
    return isStandardOutput()
        ? OutputFile.toStream(io.binaryOut())
        : OutputFile.create(Path.of(name()), existing(), inputs());
  }

  private List<Path> inputs() {
    return command.map(spec -> InputPaths.of(spec, output)).orElse(List.of());
  }

  /// The same of one that may be readable, made of what is not: on its way to standard output it is
  /// kept off disks, if memory has room.
  ///
  /// @param likelyBytes its size, about
  OutputFile beginReadable(CommandIo io, long likelyBytes) throws IOException {
    if (!isStandardOutput()) {
      return begin(io);
    }
    if (hasMemory(likelyBytes)) {
      return OutputFile.toStream(io.binaryOut(), SHARED_MEMORY);
    }
    io.err()
        .println(
            ("warning: until it is whole it lies readable in %s, in a file without a name:"
                    + " %s has no room")
                .formatted(System.getProperty("java.io.tmpdir"), SHARED_MEMORY));
    io.err().flush();
    return begin(io);
  }

  /// Whether [#beginReadable] would have to let what is readable lie on a disk.
  ///
  /// @param likelyBytes its size, about
  boolean wouldReachDisk(long likelyBytes) throws IOException {
    return isStandardOutput() && !hasMemory(likelyBytes);
  }

  private static boolean hasMemory(long likelyBytes) throws IOException {
    return MemoryFolder.isUsable(SHARED_MEMORY)
        && MemoryFolder.hasRoom(SHARED_MEMORY, likelyBytes + likelyBytes / 8);
  }

  /// Where a report for people goes: not into the snapshot.
  PrintWriter reportWriter(CommandIo io) {
    return isStandardOutput() ? io.err() : io.out();
  }

  /// Fails if the snapshot was made and what says so was lost.
  void requireReport(CommandIo io) throws CommandFailure {
    if (!io.isOutputLost()) {
      return;
    }
    if (isStandardOutput()) {
      throw new CommandFailure(ExitCode.OUTPUT, OutputException.STREAM_LOST);
    }
    throw new CommandFailure(
        ExitCode.OUTPUT,
        name() + " was made and verified, but its report could not be written",
        "look at it: snapseal info " + ShellWord.of(name()));
  }

  private OutputFile.Existing existing() {
    return Declaration.isGiven(force) ? OutputFile.Existing.REPLACE : OutputFile.Existing.REFUSE;
  }
}
