package dev.snapseal.tools.command;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.check.BackupCheck;
import dev.snapseal.tools.check.CheckResult;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.CheckJson;
import dev.snapseal.tools.report.CheckText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal check`.
final class CheckCommand implements Callable<Integer> {
  private final CommandIo io;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final KeyOptions keyOptions = new KeyOptions(identityOptions);
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions output = new OutputOptions();
  private final PositionalParamSpec file = Declaration.parameter(0, "FILE", BackupInputs.FILE_HELP);
  private final OptionSpec values =
      Declaration.flag("--values")
          .description("Also look at every record; --config does too, and opens every value.")
          .build();

  CheckCommand(CommandIo io) {
    this.io = io;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "check",
            this,
            "Check that a backup is sound: structure, records, ciphertexts.",
            "Pages, trees, freelist and trailer always; records and ciphertexts on request.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal check db.snapshot",
            "  snapseal check db.snapshot --values",
            "  snapseal check db.snapshot --config encryption-config.yaml",
            "  snapseal check -o json db.snapshot | jq '.findings[] | .rule'",
            "",
            "Exit codes: 0 sound, 1 findings, 4 the file cannot be opened at all,",
            "5 with --config: a value lacks its key, or a KMS plugin does not answer.");
    spec.addPositional(file).addOption(values);
    output.addTo(spec);
    keyOptions.addTo(spec);
    identityOptions.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    try (BackupInputs inputs = BackupInputs.openOne(file(), identityOptions, io)) {
      CheckResult result = check(inputs.single());
      inputs.verifyUnchanged();
      switch (output.format()) {
        case text ->
            CheckText.write(
                io.out(), result, identityOptions.shellWords(), io.terminal().outputColumns());
        case json -> CheckJson.write(io.out(), startedAt, result);
      }
      return exitCode(result).number();
    } catch (CorruptSnapshotException e) {
      throw new CommandFailure(
          ExitCode.DAMAGED,
          e.getMessage(),
          "neither meta page is valid, so nothing else of the file can be followed: restore from"
              + " another backup",
          "if there is no other: snapseal salvage "
              + ShellWord.of(file())
              + identityOptions.shellWords()
              + " --output saved.db");
    }
  }

  private static ExitCode exitCode(CheckResult result) {
    if (result.valuesLackingKey() > 0) {
      return ExitCode.KEY;
    }
    return result.errors() + result.warnings() > 0 ? ExitCode.FOUND : ExitCode.DONE;
  }

  private CheckResult check(BackupImage image) throws Exception {
    Optional<ConfiguredKeys> keys = keyOptions.open(io, List.of(image));
    try (Progress progress =
        progressOptions.start(io, "checking " + file(), image.bytes().byteSize())) {
      if (keys.isPresent()) {
        return BackupCheck.ciphertexts(image, keys.get().ring(), progress::advance);
      }
      return Declaration.isGiven(values)
          ? BackupCheck.records(image, progress::advance)
          : BackupCheck.structure(image, progress::advance);
    } finally {
      keys.ifPresent(ConfiguredKeys::close);
    }
  }

  private String file() {
    return file.getValue();
  }
}
