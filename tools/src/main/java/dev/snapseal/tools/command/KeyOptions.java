package dev.snapseal.tools.command;

import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.kms.KmsOverrides;
import dev.snapseal.tools.kms.SocketPlugins;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the keys come from. They are never arguments.
final class KeyOptions {
  private static final String STANDARD_INPUT = "-";

  @Option(
      names = "--config",
      order = 10,
      paramLabel = "FILE",
      description = {
        "EncryptionConfiguration of the cluster, YAML or JSON, - for standard input.",
        "May repeat: the first says what is stale, the keys of all are tried."
      })
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--kms",
      order = 11,
      paramLabel = "NAME=unix:///PATH",
      description = "Socket of the KMS plugin NAME, in place of the configuration's.")
  private List<String> sockets = new ArrayList<>();

  /// Reads the configurations, in the order given; none if no option names one.
  Optional<ConfiguredKeys> open(CommandIo io) throws CommandFailure, InvalidConfigurationException {
    KmsOverrides overrides = overrides();
    if (files.isEmpty()) {
      return Optional.empty();
    }
    List<EncryptionConfiguration> configurations = new ArrayList<>();
    for (String file : files) {
      configurations.add(read(file, io));
    }
    KeyRing ring = KeyRing.of(configurations, new SocketPlugins(overrides));
    return Optional.of(new ConfiguredKeys(configurations, ring));
  }

  /// The options as given, each behind a blank, as a shell takes them.
  String shellWords() {
    StringBuilder words = new StringBuilder();
    files.forEach(file -> words.append(" --config ").append(FailurePrinter.shellWord(file)));
    sockets.forEach(socket -> words.append(" --kms ").append(FailurePrinter.shellWord(socket)));
    return words.toString();
  }

  private KmsOverrides overrides() throws CommandFailure {
    try {
      return KmsOverrides.parse(sockets);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "--kms: " + e.getMessage(), "such as: --kms plug1=unix:///run/kms.sock");
    }
  }

  private static EncryptionConfiguration read(String file, CommandIo io)
      throws CommandFailure, InvalidConfigurationException {
    byte[] content = bytes(file, io);
    try {
      return EncryptionConfigurationReader.read(file, content);
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
          "look for it: ls -l " + FailurePrinter.shellWord(file));
    }
  }
}
