package dev.snapseal.tools.command;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.layout.DifferenceException;
import dev.snapseal.snapshot.salvage.SalvagedBackup.Include;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.SalvageJson;
import dev.snapseal.tools.report.SalvageText;
import dev.snapseal.tools.salvage.BackupSalvage;
import dev.snapseal.tools.salvage.SalvageReport;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal salvage`.
final class SalvageCommand implements Callable<Integer> {
  private enum IncludeChoice {
    tree,
    free
  }

  private final CommandIo io;
  private final GivenCommand given;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions format = new OutputOptions();
  private final PositionalParamSpec file = Declaration.parameter(0, "FILE", BackupInputs.FILE_HELP);
  private final SnapshotOptions output = new SnapshotOptions("saved.db");
  private final OptionSpec include =
      Declaration.choice(IncludeChoice.class, "--include")
          .description(
              "free adds what the newest tree no longer held: deleted and compacted records on"
                  + " free pages. Deleted keys come back with it.")
          .build();

  SalvageCommand(CommandIo io, GivenCommand given) {
    this.io = io;
    this.given = given;
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
            "The report ends with the command that restores the new snapshot.",
            "",
            "Exit codes: 0 nothing is missing or wrong, 1 nothing is missing, but something",
            "was wrong, 3 parts are missing or may be, 4 nothing of etcd is in FILE,",
            "6 the output was refused.");
    spec.addPositional(file);
    output.addTo(spec);
    spec.addOption(include);
    format.addTo(spec);
    identityOptions.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    checkUsage();
    try (BackupInputs inputs = BackupInputs.openDamaged(path(), identityOptions, io)) {
      SalvageReport report = salvage(inputs);
      print(startedAt, report);
      output.unsealed(given).warn(inputs.single(), io);
      output.requireReport(io);
      return exitCode(report).number();
    }
  }

  private static ExitCode exitCode(SalvageReport report) {
    if (report.isSound()) {
      return ExitCode.DONE;
    }
    return report.isComplete() ? ExitCode.FOUND : ExitCode.PARTIAL;
  }

  private SalvageReport salvage(BackupInputs inputs) throws Exception {
    try (Progress progress =
            progressOptions.start(
                io, "salvaging " + path(), inputs.single().bytes().byteSize() * 3);
        OutputFile target = begin(inputs.single())) {
      SalvageReport report = run(inputs, target, progress);
      inputs.verifyUnchanged();
      target.commit();
      return report;
    }
  }

  private OutputFile begin(BackupImage image) throws IOException {
    return image.isSealed() ? output.beginReadable(io, image.bytes().byteSize()) : output.begin(io);
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
    if (!output.isGiven()) {
      throw new CommandFailure(ExitCode.USAGE, "--output is missing", output.hint());
    }
    output.unsealed(given).refuseSealedName();
    output.refuseMixed(format.format(), io);
  }

  private void print(Instant startedAt, SalvageReport report) {
    if (format.format() == OutputFormat.json) {
      SalvageJson.write(io.out(), startedAt, output.name(), report);
    } else {
      SalvageText.write(output.reportWriter(io), output.name(), report);
    }
  }

  private String path() {
    return file.getValue();
  }
}
