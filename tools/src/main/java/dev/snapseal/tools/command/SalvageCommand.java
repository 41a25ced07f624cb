package dev.snapseal.tools.command;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.layout.DifferenceException;
import dev.snapseal.snapshot.salvage.SalvagedBackup.Include;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.SalvageJson;
import dev.snapseal.tools.report.SalvageText;
import dev.snapseal.tools.salvage.BackupSalvage;
import dev.snapseal.tools.salvage.SalvageReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal salvage`.
final class SalvageCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  private enum IncludeChoice {
    tree,
    free
  }

  private final CommandIo io;
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions format = new OutputOptions();
  private final PositionalParamSpec file = Declaration.parameter(0, "FILE", BackupInputs.FILE_HELP);
  private final OptionSpec output =
      Declaration.value(String.class, "OUT", "--output")
          .description("The new snapshot; - writes it to standard output.")
          .build();
  private final OptionSpec include =
      Declaration.choice(IncludeChoice.class, "--include")
          .description(
              "free adds what the newest tree no longer held: deleted and compacted records on"
                  + " free pages. Deleted keys come back with it.")
          .build();
  private final OptionSpec force =
      Declaration.flag("--force").description("Replace OUT if it exists.").build();

  SalvageCommand(CommandIo io) {
    this.io = io;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "salvage",
            this,
            "Make a sound snapshot of what is left of a damaged one.",
            "Follows the tree as far as it goes, finds the records on every page that it no longer"
                + " leads to, and says what is missing.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal salvage broken.db --output saved.db",
            "  snapseal salvage broken.db --output all.db --include free",
            "  snapseal salvage broken.db --output saved.db -o json | jq .missing",
            "",
            "Then: etcdutl snapshot restore saved.db --data-dir NEW",
            "with --bump-revision 1000000000 --mark-compacted if revisions are missing.",
            "",
            "Exit codes: 0 nothing is missing, 1 nothing is, but something was wrong,",
            "3 parts are missing, 4 nothing of etcd is in FILE, 6 the output was refused.");
    spec.addPositional(file).addOption(output).addOption(include).addOption(force);
    format.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    checkUsage();
    try (BackupInputs inputs = BackupInputs.openDamaged(path(), io)) {
      SalvageReport report = salvage(inputs);
      print(startedAt, report);
      if (io.isOutputLost()) {
        throw new CommandFailure(
            ExitCode.OUTPUT,
            output.getValue() + " was made and verified, but its report could not be written",
            "look at it: snapseal info " + ShellWord.of(output.<String>getValue()));
      }
      return exitCode(report).number();
    }
  }

  private static ExitCode exitCode(SalvageReport report) {
    if (report.isSound()) {
      return ExitCode.DONE;
    }
    return report.isWhole() ? ExitCode.FOUND : ExitCode.PARTIAL;
  }

  private SalvageReport salvage(BackupInputs inputs) throws Exception {
    try (Progress progress =
            progressOptions.start(
                io, "salvaging " + path(), inputs.single().bytes().byteSize() * 3);
        OutputFile target = target()) {
      SalvageReport report = run(inputs, target, progress);
      inputs.verifyUnchanged();
      target.commit();
      return report;
    }
  }

  /// A difference is the source's fault if the source is another now.
  private SalvageReport run(BackupInputs inputs, OutputFile target, Progress progress)
      throws Exception {
    try {
      return BackupSalvage.run(
          inputs.single(),
          include.<IncludeChoice>getValue() == IncludeChoice.free ? Include.FREE : Include.TREE,
          target,
          progress::advance);
    } catch (DifferenceException e) {
      inputs.verifyUnchanged();
      throw e;
    } catch (CorruptSnapshotException e) {
      throw new CommandFailure(ExitCode.DAMAGED, e.getMessage(), "restore from another backup");
    }
  }

  private void checkUsage() throws CommandFailure {
    if (output.getValue() == null) {
      throw new CommandFailure(
          ExitCode.USAGE, "--output is missing", "name the new snapshot: --output saved.db");
    }
    if (writesToStandardOutput() && format.format() == OutputFormat.json) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "-o json and --output - both write to standard output",
          "leave one of them out");
    }
    if (writesToStandardOutput() && io.terminal().output()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "a snapshot does not belong on a terminal",
          "name a file: --output saved.db");
    }
  }

  private OutputFile target() throws IOException {
    if (writesToStandardOutput()) {
      return OutputFile.toStream(io.binaryOut());
    }
    return OutputFile.create(
        Path.of(output.<String>getValue()),
        Declaration.isGiven(force) ? OutputFile.Existing.REPLACE : OutputFile.Existing.REFUSE,
        path().equals("-") ? List.of() : List.of(Path.of(path())));
  }

  private void print(Instant startedAt, SalvageReport report) {
    if (format.format() == OutputFormat.json) {
      SalvageJson.write(io.out(), startedAt, output.getValue(), report);
    } else {
      SalvageText.write(writesToStandardOutput() ? io.err() : io.out(), output.getValue(), report);
    }
  }

  private boolean writesToStandardOutput() {
    return STANDARD_OUTPUT.equals(output.getValue());
  }

  private String path() {
    return file.getValue();
  }
}
