package dev.snapseal.tools.command;

import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.keys.KeyInventory;
import dev.snapseal.tools.keys.KeyInventoryReader;
import dev.snapseal.tools.keysource.BootstrapFinding;
import dev.snapseal.tools.keysource.BootstrapFinding.Outcome;
import dev.snapseal.tools.keysource.BootstrapKeys;
import dev.snapseal.tools.keysource.KeyFile;
import dev.snapseal.tools.keysource.KeySource;
import dev.snapseal.tools.keysource.PackedToken;
import dev.snapseal.tools.keysource.StoreKeys;
import dev.snapseal.tools.needs.RestoreNeeds;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.NeedsJson;
import dev.snapseal.tools.report.NeedsText;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal needs`.
final class NeedsCommand implements Callable<Integer> {
  private final CommandIo io;
  private final FailurePrinter failures;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final KeyOptions keyOptions = new KeyOptions(identityOptions);
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions output = new OutputOptions();
  private final PositionalParamSpec file = Declaration.parameter(0, "FILE", BackupInputs.FILE_HELP);
  private final OptionSpec bundle =
      Declaration.values("FILE", "--bundle")
          .description(
              "An archive that is kept with the backup: keys that lie in it are in hand. May"
                  + " repeat.")
          .build();

  NeedsCommand(CommandIo io, FailurePrinter failures) {
    this.io = io;
    this.failures = failures;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "needs",
            this,
            "List what a restore of a backup takes, and prove what is in hand.",
            "A key is in hand if it opens its values, whatever its name.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal needs db.snapshot",
            "  snapseal needs db.snapshot --config encryption-config.yaml",
            "  snapseal needs k3s.zip --token-file /var/lib/rancher/k3s/server/token",
            "  snapseal needs snapshot.db --bundle static_kuberesources.tar.gz",
            "  snapseal needs db.snapshot -o json | jq .restorable",
            "",
            "Exit codes: 0 restorable, 4 the file is not whole, 5 something is missing or",
            "wrong that live values or the cluster need.");
    spec.addPositional(file).addOption(bundle);
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
      RestoreNeeds needs = needs(inputs);
      inputs.verifyUnchanged();
      ExitCode failed = failures.print(needs.inventory().failures());
      List<String> next = new NextCommands(failures.given(), needs).commands();
      switch (output.format()) {
        case text -> NeedsText.write(io.out(), needs, next, io.terminal().outputColumns());
        case json -> NeedsJson.write(io.out(), startedAt, needs, next);
      }
      return exitCode(needs).or(failed).number();
    }
  }

  private static ExitCode exitCode(RestoreNeeds needs) {
    ExitCode file = needs.isWhole() ? ExitCode.DONE : ExitCode.DAMAGED;
    return needs.hasAll() ? file : file.or(ExitCode.KEY);
  }

  private RestoreNeeds needs(BackupInputs inputs) throws Exception {
    List<BackupImage> images = inputs.images();
    List<KeySource> found = new ArrayList<>();
    try (Progress progress = progressOptions.start(io, "reading " + file(), inputs.totalBytes());
        ConfiguredKeys given = keyOptions.openToCompare(io, images)) {
      found.addAll(inBundles());
      found.addAll(inBackup(images));
      Optional<OpeningToken> packed = packedToken(images);
      packed.ifPresent(token -> token.records().forEach(record -> found.addAll(record.keys())));
      try (ConfiguredKeys keys = keyOptions.with(given, found, images)) {
        KeyInventory inventory =
            KeyInventoryReader.read(
                images, List.of(), Optional.of(keys.ring()), ValueWork.jobs(), progress::advance);
        List<BootstrapFinding> records =
            packed.isPresent()
                ? packed.get().records()
                : keyOptions.tokenFile().isPresent()
                    ? keys.records()
                    : BootstrapKeys.find(images, Optional.empty());
        Optional<String> token = packed.map(OpeningToken::place).or(keyOptions::tokenFile);
        if (records.isEmpty() && keyOptions.tokenFile().isPresent()) {
          io.err().println("note: the backup has no bootstrap record that a token could open");
        }
        return RestoreNeeds.of(
            inventory,
            new RestoreNeeds.AtHand(images, keys.sources(), records, token, identity(images)),
            new KeysBeside(failures.given(), token).of(file(), images, keys.sources(), records));
      }
    } finally {
      found.stream().map(KeySource::configuration).forEach(EncryptionConfiguration::close);
    }
  }

  private Optional<String> identity(List<BackupImage> images) {
    return images.stream().anyMatch(BackupImage::isSealed)
        ? Optional.of(identityOptions.shown())
        : Optional.empty();
  }

  private List<KeySource> inBundles() throws CommandFailure, IOException {
    List<KeySource> found = new ArrayList<>();
    for (String name : bundle.<List<String>>getValue()) {
      List<KeySource> keys = packed(name);
      if (keys.isEmpty()) {
        io.err().println(SafeText.forTerminal("note: [" + name + "] no encryption key inside"));
      }
      found.addAll(keys);
    }
    return found;
  }

  /// Keys beside the backup in its archive, and those that can be read in the store itself.
  private List<KeySource> inBackup(List<BackupImage> images) throws CommandFailure, IOException {
    if (isArchive(images)) {
      return packed(file());
    }
    List<KeySource> found = new ArrayList<>();
    for (BackupImage image : images) {
      found.addAll(StoreKeys.find(image, Optional.empty()));
    }
    return found;
  }

  /// The server token that opens a record and lies in the archive of the backup or in a bundle, if
  /// none was named.
  private Optional<OpeningToken> packedToken(List<BackupImage> images)
      throws CommandFailure, IOException {
    if (keyOptions.tokenFile().isPresent()
        || BootstrapKeys.find(images, Optional.empty()).isEmpty()) {
      return Optional.empty();
    }
    List<String> archives = new ArrayList<>(bundle.<List<String>>getValue());
    if (isArchive(images)) {
      archives.add(file());
    }
    for (String archive : archives) {
      for (PackedToken token : PackedToken.find(archive, identityOptions.inputOptions(io))) {
        List<BootstrapFinding> records = BootstrapKeys.find(images, Optional.of(token.token()));
        if (records.stream().anyMatch(record -> record.outcome() == Outcome.OPENED)) {
          return Optional.of(new OpeningToken(token.place(), records));
        }
      }
    }
    return Optional.empty();
  }

  /// A token, and what it makes of the records.
  private record OpeningToken(String place, List<BootstrapFinding> records) {
    private OpeningToken {
      records = List.copyOf(records);
    }
  }

  private boolean isArchive(List<BackupImage> images) {
    return !file().equals(BackupInput.STANDARD_INPUT)
        && images.stream()
            .anyMatch(image -> image.layers().contains("zip") || image.layers().contains("tar"));
  }

  private List<KeySource> packed(String name) throws CommandFailure, IOException {
    try {
      return KeyFile.ofPacked(
          name, InputStream.nullInputStream(), identityOptions.inputOptions(io));
    } catch (InvalidConfigurationException e) {
      io.err()
          .println(
              SafeText.forTerminal(
                  "note: [%s] a configuration inside cannot be used: %s"
                      .formatted(name, e.getMessage())));
      return List.of();
    }
  }

  private String file() {
    return file.getValue();
  }
}
