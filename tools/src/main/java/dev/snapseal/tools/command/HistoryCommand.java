package dev.snapseal.tools.command;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.history.HistoryReader;
import dev.snapseal.tools.history.KeyHistory;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.lookup.Lookup;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.HistoryJson;
import dev.snapseal.tools.report.HistoryText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `snapseal history`.
final class HistoryCommand implements Callable<Integer> {
  private final CommandIo io;
  private final GivenCommand given;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final KeyOptions keyOptions = new KeyOptions(identityOptions);
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions output = new OutputOptions();
  private final LookupArguments arguments = new LookupArguments();
  private final OptionSpec free =
      Declaration.flag("--free")
          .description("Also list the copies that are left on free pages.")
          .build();

  HistoryCommand(CommandIo io, GivenCommand given) {
    this.io = io;
    this.given = given;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "history", this, "List every revision of one key: how and where it is stored.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal history db.snapshot secret/prod/db",
            "  snapseal history db.snapshot secret/prod/db --free --config encryption.yaml",
            "  snapseal history db.snapshot /registry/pods/prod/web -o json | jq .revisions",
            "",
            "A value of the list: snapseal get FILE KEY --revision REVISION",
            "A copy of the list: snapseal get FILE KEY --offset OFFSET",
            "Exit codes: 0 done, 3 a configuration was given and some values do not open.");
    arguments.addTo(spec);
    spec.addOption(free);
    output.addTo(spec);
    keyOptions.addTo(spec);
    identityOptions.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    try (BackupInputs inputs = BackupInputs.openOne(arguments.file(), identityOptions, io)) {
      BackupImage image = inputs.single();
      Optional<KeyHistory> history = read(image);
      inputs.verifyUnchanged();
      if (history.isEmpty()) {
        throw noSuchKey(image);
      }
      switch (output.format()) {
        case text -> HistoryText.write(io.out(), history.get(), io.terminal().outputColumns());
        case json -> HistoryJson.write(io.out(), startedAt, history.get());
      }
      return (history.get().unopened() > 0 ? ExitCode.PARTIAL : ExitCode.DONE).number();
    }
  }

  private Optional<KeyHistory> read(BackupImage image) throws Exception {
    Optional<ConfiguredKeys> keys = keyOptions.open(io, List.of(image));
    try (Progress progress =
        progressOptions.start(io, "reading " + arguments.file(), image.bytes().byteSize())) {
      return HistoryReader.read(
          image,
          arguments.query(),
          Declaration.isGiven(free) ? HistoryReader.Reach.FREE_SPACE : HistoryReader.Reach.STORE,
          keys.map(ConfiguredKeys::ring),
          progress::advance);
    } finally {
      keys.ifPresent(ConfiguredKeys::close);
    }
  }

  private CommandFailure noSuchKey(BackupImage image) throws Exception {
    try (Snapshot snapshot = Snapshot.of(image.displayPath(), image.bytes())) {
      Lookup.NoSuchKey missing = Lookup.NoSuchKey.nearest(snapshot, arguments.query());
      return arguments.failure(given, keyOptions.shellWords()).of(missing);
    }
  }
}
