package dev.snapseal.tools.command;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.check.BackupCheck;
import dev.snapseal.tools.check.CheckResult;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.CheckJson;
import dev.snapseal.tools.report.CheckText;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `snapseal check`.
@Command(
    name = "check",
    description = {
      "Check that a backup is sound: structure, records, ciphertexts.",
      "Pages, trees, freelist and trailer always; records and ciphertexts on request."
    },
    footer = {
      "",
      "Examples:",
      "  snapseal check db.snapshot",
      "  snapseal check db.snapshot --values",
      "  snapseal check db.snapshot --config encryption-config.yaml",
      "  snapseal check -o json db.snapshot | jq '.findings[] | .rule'",
      "",
      "Exit codes: 0 sound, 1 findings, 4 the file cannot be opened at all."
    })
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private SnapsealCommand snapseal;

  @Mixin private KeyOptions keyOptions;

  @Mixin private ProgressOptions progressOptions;

  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "FILE", description = BackupInputs.FILE_HELP)
  private String file;

  @Option(
      names = "--values",
      description = "Also look at every record; --config does too, and opens every value.")
  private boolean values;

  @Override
  public Integer call() throws Exception {
    CommandIo io = snapseal.io();
    Instant startedAt = Instant.now();
    try (BackupInputs inputs = BackupInputs.openOne(file, io)) {
      CheckResult result = check(io, inputs.single());
      inputs.verifyUnchanged();
      switch (output.format()) {
        case text -> CheckText.write(io.out(), result, io.terminal().outputColumns());
        case json -> CheckJson.write(io.out(), startedAt, result);
      }
      boolean hasFindings = result.errors() + result.warnings() > 0;
      return (hasFindings ? ExitCode.FOUND : ExitCode.DONE).number();
    } catch (CorruptSnapshotException e) {
      throw new CommandFailure(
          ExitCode.DAMAGED,
          e.getMessage(),
          "neither meta page is valid, so nothing else of the file can be followed: restore from"
              + " another backup");
    }
  }

  private CheckResult check(CommandIo io, BackupImage image) throws Exception {
    Optional<ConfiguredKeys> keys = keyOptions.open(io);
    try (Progress progress =
        progressOptions.start(io, "checking " + file, image.bytes().byteSize())) {
      if (keys.isPresent()) {
        return BackupCheck.ciphertexts(image, keys.get().ring(), progress::advance);
      }
      return values
          ? BackupCheck.records(image, progress::advance)
          : BackupCheck.structure(image, progress::advance);
    } finally {
      keys.ifPresent(ConfiguredKeys::close);
    }
  }
}
