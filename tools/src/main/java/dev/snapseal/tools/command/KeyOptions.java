package dev.snapseal.tools.command;

import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.crypto.config.ProviderConfiguration;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.kms.KmsOverrides;
import dev.snapseal.tools.kms.SocketPlugins;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Where the keys come from. They are never arguments.
final class KeyOptions {
  private static final String STANDARD_INPUT = "-";

  private final OptionSpec config =
      Declaration.values("FILE", "--config")
          .description(
              "EncryptionConfiguration of the cluster, YAML or JSON, - for standard input.",
              "May repeat: the first says what is stale, the keys of all are tried.")
          .build();

  private final OptionSpec kms =
      Declaration.values("NAME=unix:///PATH", "--kms")
          .description("Socket of the KMS plugin NAME, in place of the configuration's.")
          .build();

  void addTo(CommandSpec spec) {
    spec.addOption(config).addOption(kms);
  }

  List<String> files() {
    return config.getValue();
  }

  private List<String> sockets() {
    return kms.getValue();
  }

  /// Reads the configurations, in the order given; none if no option names one.
  Optional<ConfiguredKeys> open(CommandIo io) throws CommandFailure {
    KmsOverrides overrides = overrides();
    if (files().isEmpty()) {
      refuseWithoutConfiguration(overrides);
      return Optional.empty();
    }
    return Optional.of(read(files(), overrides, io));
  }

  /// Reads what to write with and what else to read with.
  ///
  /// @param target configuration to write with; empty: the first of the others
  RewriteKeys openToWrite(CommandIo io, Optional<String> target) throws CommandFailure {
    KmsOverrides overrides = overrides();
    List<String> all = new ArrayList<>();
    target.ifPresent(all::add);
    all.addAll(files());
    ConfiguredKeys keys = read(all, overrides, io);
    return new RewriteKeys(keys, KeyRing.of(List.of(keys.current()), new SocketPlugins(overrides)));
  }

  private static ConfiguredKeys read(List<String> files, KmsOverrides overrides, CommandIo io)
      throws CommandFailure {
    List<EncryptionConfiguration> configurations = new ArrayList<>();
    for (String file : files) {
      configurations.add(read(file, io));
    }
    refuseUnknown(overrides, configurations);
    return new ConfiguredKeys(
        configurations, KeyRing.of(configurations, new SocketPlugins(overrides)));
  }

  /// The options as given, each behind a blank, as a shell takes them.
  String shellWords() {
    StringBuilder words = new StringBuilder();
    files().forEach(file -> words.append(" --config ").append(ShellWord.of(file)));
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

  private static EncryptionConfiguration read(String file, CommandIo io) throws CommandFailure {
    byte[] content = bytes(file, io);
    try {
      return EncryptionConfigurationReader.read(file, content);
    } catch (InvalidConfigurationException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + file + "] " + e.getMessage().replaceAll("\n *", " "),
          new ConfigurationHints(file).of(e.fault()));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// One byte more than the reader takes, so that it says itself what is too large.
  private static byte[] bytes(String file, CommandIo io) throws CommandFailure {
    int limit = EncryptionConfigurationReader.FILE_SIZE_MAX_BYTES + 1;
    try {
      if (file.equals(STANDARD_INPUT)) {
        return io.in().readNBytes(limit);
      }
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        return in.readNBytes(limit);
      }
    } catch (IOException | java.nio.file.InvalidPathException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + file + "] the configuration cannot be read: " + FailurePrinter.reason(e),
          "look for it: ls -l " + ShellWord.of(file));
    }
  }
}
