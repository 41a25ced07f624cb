package dev.snapseal.tools.report;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.MissingKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is missing to open the values of a case: in words, and as the options that bring it.
///
/// Names of keys are a backup's: whoever prints a line makes it safe.
///
/// @param groups one for each prefix and reason, in the order of prefixes
/// @param files what to add again, as a shell takes it
record MissingKeyLines(List<Group> groups, List<String> files) {
  private static final int MAX_LINES = 12;
  private static final int MAX_FILES = 8;
  private static final int MAX_OPTIONS = 4;

  MissingKeyLines {
    groups = List.copyOf(groups);
    files = List.copyOf(files);
  }

  /// Values of several evidences that one key would open.
  ///
  /// @param evidences how many
  record Group(EncryptionPrefix prefix, MissingKey.Why why, long values, long evidences) {
    private Group plus(MissingKey missing) {
      return new Group(prefix, why, values + missing.values(), evidences + 1);
    }
  }

  private record Name(EncryptionPrefix prefix, MissingKey.Why why) {}

  static MissingKeyLines of(Collection<Evidence> evidences) {
    Map<Name, Integer> places = new HashMap<>();
    List<Group> groups = new ArrayList<>();
    for (Evidence evidence : evidences) {
      for (MissingKey missing : evidence.keys().missing()) {
        int place =
            places.computeIfAbsent(
                new Name(missing.prefix(), missing.why()),
                name -> {
                  groups.add(new Group(name.prefix(), name.why(), 0, 0));
                  return groups.size() - 1;
                });
        groups.set(place, groups.get(place).plus(missing));
      }
    }
    return new MissingKeyLines(
        groups,
        evidences.stream()
            .filter(evidence -> evidence.keys().missing().stream().anyMatch(MissingKey::isMendable))
            .flatMap(evidence -> EvidenceFiles.toAdd(evidence).stream())
            .distinct()
            .toList());
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /// A sentence for each key, such as `50 values in 1 backup under aesgcm key "key2": no
  /// configuration given has this key`.
  List<String> lines() {
    Stream<String> lines = groups.stream().limit(MAX_LINES).map(MissingKeyLines::line);
    int more = groups.size() - MAX_LINES;
    return (more > 0 ? Stream.concat(lines, Stream.of(Quantity.count(more, "more key"))) : lines)
        .toList();
  }

  private static String line(Group group) {
    return "%s in %s under %s: %s"
        .formatted(
            Quantity.count(group.values(), "value"),
            Quantity.count(group.evidences(), "backup"),
            name(group.prefix()),
            words(group.why()));
  }

  /// Such as `aesgcm key "key2"` or `kms v2 plugin "plug"`.
  static String name(EncryptionPrefix prefix) {
    if (prefix.provider() == Provider.IDENTITY) {
      return "a malformed prefix";
    }
    String kind =
        switch (prefix.provider()) {
          case IDENTITY, AESCBC, AESGCM, SECRETBOX -> prefix.provider().jsonName() + " key";
          case KMS_V1 -> "kms v1 plugin";
          case KMS_V2 -> "kms v2 plugin";
        };
    return kind + " \"" + prefix.keyName() + "\"";
  }

  private static String words(MissingKey.Why why) {
    return switch (why) {
      case NOT_TRIED -> "no keys were given";
      case NO_KEY -> "no configuration given has it";
      case WRONG_KEY -> "the key given does not open them, or they were changed";
      case PLUGIN_REFUSES -> "the plugin does not hold the key that wrapped them";
      case PLUGIN_AWAY ->
          "the plugin was not reached: is its socket where the configuration or --kms names it?";
      case MALFORMED -> "they are not what their prefix says, whatever the key";
    };
  }

  /// Whether keys would open any of them.
  boolean areMendable() {
    return mendable().findAny().isPresent();
  }

  /// The command that opens more, once its files are there.
  ///
  /// @param folder of the case, as a shell takes it
  /// @param given `--config` and `--kms` as they were given, each behind a blank; perhaps none
  String command(String folder, String given) {
    StringBuilder command = new StringBuilder("snapseal case " + folder + " add ");
    command.append(
        files.isEmpty()
            ? "BACKUP..."
            : files.stream().limit(MAX_FILES).collect(Collectors.joining(" ")));
    command.append(given);
    if (given.isEmpty() || lacksConfiguration()) {
      command.append(given.isEmpty() ? " --config encryption-config.yaml" : " --config old.yaml");
    }
    mendable()
        .map(Group::prefix)
        .filter(MissingKeyLines::isPlugin)
        .map(EncryptionPrefix::keyName)
        .distinct()
        .filter(name -> !given.contains("--kms " + name + "="))
        .limit(MAX_OPTIONS)
        .forEach(name -> command.append(" --kms ").append(socket(name)));
    return command.toString();
  }

  private Stream<Group> mendable() {
    return groups.stream().filter(group -> group.why() != MissingKey.Why.MALFORMED);
  }

  /// Whether a configuration that was not given would help, and not a plugin alone.
  private boolean lacksConfiguration() {
    return mendable()
        .anyMatch(group -> !isPlugin(group.prefix()) || group.why() == MissingKey.Why.NO_KEY);
  }

  private static String socket(String name) {
    return ShellWord.of(name + "=unix:///path/to/plugin.sock");
  }

  private static boolean isPlugin(EncryptionPrefix prefix) {
    return prefix.provider() == Provider.KMS_V1 || prefix.provider() == Provider.KMS_V2;
  }

  /// The option that brings what a value needs; empty if none does.
  static String option(MissingKey missing) {
    if (!missing.isMendable()) {
      return "";
    }
    return isPlugin(missing.prefix())
        ? "--kms " + socket(missing.prefix().keyName())
        : "--config FILE";
  }
}
