package dev.snapseal.tools.command;

import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.crypto.config.ProviderConfiguration;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.input.InputOptions;
import dev.snapseal.tools.keysource.AllServers;
import dev.snapseal.tools.keysource.BootstrapFinding;
import dev.snapseal.tools.keysource.BootstrapKeys;
import dev.snapseal.tools.keysource.KeyFile;
import dev.snapseal.tools.keysource.KeySource;
import dev.snapseal.tools.keysource.OpenShiftChain;
import dev.snapseal.tools.kms.KmsOverrides;
import dev.snapseal.tools.kms.SocketPlugins;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Where the keys come from. They are never arguments.
final class KeyOptions {
  private final Optional<IdentityOptions> identities;

  private final OptionSpec config =
      Declaration.values("FILE", "--config")
          .description(
              "EncryptionConfiguration of the cluster, YAML or JSON, or what holds one: RKE's"
                  + " cluster.rkestate, Talos' machine configuration, an archive such as"
                  + " OpenShift's static_kuberesources; - is standard input.",
              "May repeat: the first says what is stale, the keys of all are tried.")
          .build();

  private final OptionSpec tokenFile =
      Declaration.value(String.class, "FILE", "--token-file")
          .description(
              "Server token of k3s or RKE2: opens the bootstrap record in the backup, which has"
                  + " the keys.")
          .build();

  private final OptionSpec kms =
      Declaration.values("NAME=unix:///PATH", "--kms")
          .description("Socket of the KMS plugin NAME, in place of the configuration's.")
          .build();

  /// Of a command that opens nothing sealed.
  KeyOptions() {
    this.identities = Optional.empty();
  }

  /// @param identities what sealed files with keys are opened with, in memory
  KeyOptions(IdentityOptions identities) {
    this.identities = Optional.of(identities);
  }

  void addTo(CommandSpec spec) {
    spec.addOption(config).addOption(tokenFile).addOption(kms);
  }

  /// All files that the options name: nothing may be written in their place.
  List<String> files() {
    List<String> files = new ArrayList<>(configFiles());
    tokenFile().ifPresent(files::add);
    return files;
  }

  /// Whether any option brings keys.
  boolean isGiven() {
    return !files().isEmpty();
  }

  private List<String> configFiles() {
    return config.getValue();
  }

  Optional<String> tokenFile() {
    return Optional.ofNullable(tokenFile.getValue());
  }

  private List<String> sockets() {
    return kms.getValue();
  }

  /// Reads the keys, in the order given; none if no option names any, or if the backups' bootstrap
  /// record has none.
  ///
  /// @param images the backups that the command reads, which may hold keys themselves
  Optional<ConfiguredKeys> open(CommandIo io, List<BackupImage> images)
      throws CommandFailure, IOException {
    KmsOverrides overrides = overrides();
    if (!isGiven()) {
      refuseWithoutConfiguration(overrides);
      return Optional.empty();
    }
    ConfiguredKeys keys = read(configFiles(), overrides, io, images, Strictness.TOKEN_MUST_OPEN);
    return keys.sources().isEmpty() ? Optional.empty() : Optional.of(keys);
  }

  /// The same for a command that opens its files one by one, later: with a token they are opened
  /// here as well.
  Optional<ConfiguredKeys> openAhead(
      CommandIo io, List<String> arguments, IdentityOptions identities)
      throws CommandFailure, IOException {
    if (tokenFile().isEmpty()) {
      return open(io, List.of());
    }
    try (BackupInputs inputs = BackupInputs.openAhead(arguments, identities, io)) {
      return open(io, inputs.images());
    }
  }

  /// The same, and a token that opens nothing is no failure: what came of it stands in the result.
  ConfiguredKeys openToCompare(CommandIo io, List<BackupImage> images)
      throws CommandFailure, IOException {
    KmsOverrides overrides = overrides();
    if (!isGiven()) {
      refuseWithoutConfiguration(overrides);
    }
    return read(configFiles(), overrides, io, images, Strictness.TOKEN_MAY_FAIL);
  }

  /// These keys and more; closing what this returns closes all of them.
  ///
  /// @param found further keys, tried behind the others
  ConfiguredKeys with(ConfiguredKeys given, List<KeySource> found, List<BackupImage> images)
      throws CommandFailure, IOException {
    SocketPlugins plugins = new SocketPlugins(overrides());
    List<KeySource> all = new ArrayList<>(given.sources());
    all.addAll(found);
    List<KeySource> more = OpenShiftChain.follow(all, images, plugins);
    all.addAll(more);
    return new ConfiguredKeys(
        all,
        Stream.concat(given.otherServers().stream(), more.stream()).toList(),
        given.records(),
        KeyRing.of(all.stream().map(KeySource::configuration).toList(), plugins));
  }

  /// Reads what to write with and what else to read with.
  ///
  /// @param target configuration to write with; empty: the first of the others
  RewriteKeys openToWrite(CommandIo io, Optional<String> target, List<BackupImage> images)
      throws CommandFailure, IOException {
    return openToWrite(begin(io, target), io, images);
  }

  /// The same of what is begun.
  RewriteKeys openToWrite(BegunKeys begun, CommandIo io, List<BackupImage> images)
      throws CommandFailure, IOException {
    KmsOverrides overrides = overrides();
    ConfiguredKeys keys = finish(begun, overrides, io, images, Strictness.TOKEN_MUST_OPEN);
    if (keys.sources().isEmpty()) {
      throw new CommandFailure(
          ExitCode.KEY,
          "the token opens the bootstrap record, and it has no encryption configuration",
          "name one to write with: --config encryption-config.json");
    }
    EncryptionConfiguration written = AllServers.join(keys.current(), keys.otherServers());
    SocketPlugins plugins = new SocketPlugins(overrides);
    return new RewriteKeys(
        keys.otherServers().isEmpty() ? keys : keys.writing(written, plugins),
        KeyRing.of(List.of(written), plugins));
  }

  /// The same if any option brings keys, of a command that also does without.
  Optional<RewriteKeys> openToWriteIfGiven(CommandIo io, List<BackupImage> images)
      throws CommandFailure, IOException {
    if (isGiven()) {
      return Optional.of(openToWrite(io, Optional.empty(), images));
    }
    refuseWithoutConfiguration(overrides());
    return Optional.empty();
  }

  /// Reads the files, of a command that has no backup yet; none if no option brings keys.
  Optional<BegunKeys> beginIfGiven(CommandIo io) throws CommandFailure, IOException {
    if (isGiven()) {
      return Optional.of(begin(io, Optional.empty()));
    }
    refuseWithoutConfiguration(overrides());
    return Optional.empty();
  }

  private BegunKeys begin(CommandIo io, Optional<String> target)
      throws CommandFailure, IOException {
    List<String> all = new ArrayList<>();
    target.ifPresent(all::add);
    all.addAll(configFiles());
    return begin(all, io);
  }

  private BegunKeys begin(List<String> files, CommandIo io) throws CommandFailure, IOException {
    List<KeySource> sources = new ArrayList<>();
    for (String file : files) {
      sources.addAll(read(file, io));
    }
    return new BegunKeys(
        sources,
        tokenFile().isPresent()
            ? Optional.of(TokenFile.read(tokenFile().get(), io))
            : Optional.empty());
  }

  private enum Strictness {
    TOKEN_MUST_OPEN,
    TOKEN_MAY_FAIL
  }

  private ConfiguredKeys read(
      List<String> files,
      KmsOverrides overrides,
      CommandIo io,
      List<BackupImage> images,
      Strictness strictness)
      throws CommandFailure, IOException {
    return finish(begin(files, io), overrides, io, images, strictness);
  }

  private static ConfiguredKeys finish(
      BegunKeys begun,
      KmsOverrides overrides,
      CommandIo io,
      List<BackupImage> images,
      Strictness strictness)
      throws CommandFailure, IOException {
    List<KeySource> sources = new ArrayList<>(begun.sources());
    List<BootstrapFinding> records = List.of();
    if (begun.token().isPresent()) {
      TokenFile token = begun.token().get();
      records = BootstrapKeys.find(images, Optional.of(token.token()));
      if (strictness == Strictness.TOKEN_MUST_OPEN) {
        token.requireOpened(records, io);
      }
      records.forEach(record -> sources.addAll(record.keys()));
    }
    SocketPlugins plugins = new SocketPlugins(overrides);
    List<KeySource> otherServers = OpenShiftChain.follow(sources, images, plugins);
    sources.addAll(otherServers);
    List<EncryptionConfiguration> configurations =
        sources.stream().map(KeySource::configuration).toList();
    refuseUnknown(overrides, configurations);
    return new ConfiguredKeys(sources, otherServers, records, KeyRing.of(configurations, plugins));
  }

  /// The options as given, each behind a blank, as a shell takes them.
  String shellWords() {
    StringBuilder words = new StringBuilder();
    configFiles().forEach(file -> words.append(" --config ").append(ShellWord.of(file)));
    tokenFile().ifPresent(file -> words.append(" --token-file ").append(ShellWord.of(file)));
    sockets().forEach(socket -> words.append(" --kms ").append(ShellWord.of(socket)));
    return words.toString();
  }

  private KmsOverrides overrides() throws CommandFailure {
    try {
      return KmsOverrides.parse(sockets());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "--kms: " + e.getMessage(), "such as: --kms plug1=unix:///run/kms.sock");
    }
  }

  private void refuseWithoutConfiguration(KmsOverrides overrides) throws CommandFailure {
    Optional<String> name = overrides.endpoints().keySet().stream().sorted().findFirst();
    if (name.isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--kms: no configuration was given that has a KMS plugin '" + name.get() + "'",
          "add it: --config encryption-config.yaml" + shellWords());
    }
  }

  /// A socket under a name that no value can have would be passed over without a word.
  private static void refuseUnknown(
      KmsOverrides overrides, List<EncryptionConfiguration> configurations) throws CommandFailure {
    SortedSet<String> plugins = pluginNames(configurations);
    for (Map.Entry<String, String> override : overrides.endpoints().entrySet()) {
      if (!plugins.contains(override.getKey())) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--kms: no configuration has a KMS plugin '" + override.getKey() + "'",
            plugins.isEmpty()
                ? "it has none: leave --kms out, or name the one that has it with --config FILE"
                : "it has %s: --kms %s"
                    .formatted(
                        String.join(", ", plugins),
                        ShellWord.of(plugins.first() + "=" + override.getValue())));
      }
    }
  }

  private static SortedSet<String> pluginNames(List<EncryptionConfiguration> configurations) {
    return configurations.stream()
        .flatMap(configuration -> configuration.rules().stream())
        .flatMap(rule -> rule.providers().stream())
        .filter(ProviderConfiguration.Kms.class::isInstance)
        .map(provider -> ((ProviderConfiguration.Kms) provider).name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<KeySource> read(String file, CommandIo io) throws CommandFailure, IOException {
    byte[] head =
        OptionFile.stream(file, io, "the configuration", in -> in.readNBytes(KeyFile.HEAD_BYTES));
    InputStream rest =
        file.equals(BackupInput.STANDARD_INPUT) ? io.in() : InputStream.nullInputStream();
    try {
      InputOptions options =
          identities.isPresent() ? identities.get().inputOptions(io) : InputOptions.standard();
      List<KeySource> sources = KeyFile.read(file, head, rest, options);
      if (sources.isEmpty()) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "[" + file + "] no encryption key inside",
            "name the file that has the keys: --config encryption-config.yaml");
      }
      return sources;
    } catch (InvalidConfigurationException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + file + "] " + e.getMessage().replaceAll("\n *", " "),
          new ConfigurationHints(file).of(e.fault()));
    } finally {
      Arrays.fill(head, (byte) 0);
    }
  }
}
