package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.keys.KeyInventory;
import dev.snapseal.tools.keys.KeyInventoryReader;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.KeysJson;
import dev.snapseal.tools.report.KeysText;
import dev.snapseal.tools.values.ValueWork;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal keys`.
final class KeysCommand implements Callable<Integer> {
  private final CommandIo io;
  private final FailurePrinter failures;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final KeyOptions keyOptions = new KeyOptions(identityOptions);
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions output = new OutputOptions();
  private final PositionalParamSpec files = Declaration.parameters("FILE", BackupInputs.FILE_HELP);

  KeysCommand(CommandIo io, FailurePrinter failures) {
    this.io = io;
    this.failures = failures;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "keys", this, "List the keys that values are under, and try those at hand.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal keys db.snapshot",
            "  snapseal keys monday.db tuesday.db --config encryption-config.yaml",
            "  snapseal keys db.snapshot -o json | jq '.keys[].prefix'",
            "",
            "Exit codes: 0 done, 1 a published key or a nonce used twice,",
            "5 live values need a key that is not configured or does not open them.");
    spec.addPositional(files);
    output.addTo(spec);
    keyOptions.addTo(spec);
    identityOptions.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    try (BackupInputs inputs = BackupInputs.open(files(), identityOptions, io)) {
      if (inputs.images().isEmpty()) {
        return failures.print(inputs.failures()).number();
      }
      KeyInventory inventory = read(inputs);
      inputs.verifyUnchanged();
      ExitCode failed = failures.print(inventory.failures());
      if (inventory.inputs().isEmpty()) {
        return failed.number();
      }
      switch (output.format()) {
        case text -> KeysText.write(io.out(), inventory, io.terminal().outputColumns());
        case json -> KeysJson.write(io.out(), startedAt, inventory);
      }
      return exitCode(inventory).or(failed).number();
    }
  }

  private KeyInventory read(BackupInputs inputs) throws Exception {
    Optional<ConfiguredKeys> keys = keyOptions.open(io, inputs.images());
    try (Progress progress =
        progressOptions.start(io, "reading " + files().getFirst(), inputs.totalBytes())) {
      return KeyInventoryReader.read(
          inputs.images(),
          inputs.failures(),
          keys.map(ConfiguredKeys::ring),
          ValueWork.jobs(),
          progress::advance);
    } finally {
      keys.ifPresent(ConfiguredKeys::close);
    }
  }

  private static ExitCode exitCode(KeyInventory inventory) {
    ExitCode code = inventory.hasUnsafeKeys() ? ExitCode.FOUND : ExitCode.DONE;
    return inventory.lacksLiveKeys() ? code.or(ExitCode.KEY) : code;
  }

  private List<String> files() {
    return files.getValue();
  }
}
