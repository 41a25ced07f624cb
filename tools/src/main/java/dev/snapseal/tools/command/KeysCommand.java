package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.keys.KeyInventory;
import dev.snapseal.tools.keys.KeyInventoryReader;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.KeysJson;
import dev.snapseal.tools.report.KeysText;
import dev.snapseal.tools.values.ValueWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `snapseal keys`.
@Command(
    name = "keys",
    description = "List the keys that values are under, and try those at hand.",
    footer = {
      "",
      "Examples:",
      "  snapseal keys db.snapshot",
      "  snapseal keys monday.db tuesday.db --config encryption-config.yaml",
      "  snapseal keys db.snapshot -o json | jq '.keys[].prefix'",
      "",
      "Exit codes: 0 done, 1 a published key or a nonce used twice,",
      "5 live values need a key that the configuration does not have."
    })
final class KeysCommand implements Callable<Integer> {
  @ParentCommand private SnapsealCommand snapseal;

  @Mixin private KeyOptions keyOptions;

  @Mixin private ProgressOptions progressOptions;

  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = BackupInputs.FILE_HELP)
  private List<String> files = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    CommandIo io = snapseal.io();
    Instant startedAt = Instant.now();
    try (BackupInputs inputs = BackupInputs.open(files, io)) {
      KeyInventory inventory = read(io, inputs);
      inputs.verifyUnchanged();
      switch (output.format()) {
        case text -> KeysText.write(io.out(), inventory, io.terminal().outputColumns());
        case json -> KeysJson.write(io.out(), startedAt, inventory);
      }
      return exitCode(inventory).number();
    }
  }

  private KeyInventory read(CommandIo io, BackupInputs inputs) throws Exception {
    Optional<ConfiguredKeys> keys = keyOptions.open(io);
    try (Progress progress =
        progressOptions.start(io, "reading " + files.getFirst(), inputs.totalBytes())) {
      return KeyInventoryReader.read(
          inputs.images(), keys.map(ConfiguredKeys::ring), ValueWork.jobs(), progress::advance);
    } finally {
      keys.ifPresent(ConfiguredKeys::close);
    }
  }

  private static ExitCode exitCode(KeyInventory inventory) {
    ExitCode code = inventory.hasUnsafeKeys() ? ExitCode.FOUND : ExitCode.DONE;
    return inventory.lacksLiveKeys() ? code.or(ExitCode.KEY) : code;
  }
}
