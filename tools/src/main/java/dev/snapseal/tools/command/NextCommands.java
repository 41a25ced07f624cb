package dev.snapseal.tools.command;

import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.needs.Requirement;
import dev.snapseal.tools.needs.Requirement.Kind;
import dev.snapseal.tools.needs.Requirement.State;
import dev.snapseal.tools.needs.RestoreNeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The commands that bring what a restore lacks, ready to paste.
///
/// @param given the command that was run
record NextCommands(GivenCommand given, RestoreNeeds needs) {
  private static final int MOST = 3;

  /// What is wrong with the file first, then at most [#MOST] that bring what is missing, the
  /// likeliest first; none if all is there.
  List<String> commands() {
    List<Requirement> lacking =
        needs.requirements().stream().filter(Requirement::isLacking).toList();
    Optional<Requirement> token = first(lacking, Kind.TOKEN);
    List<String> commands = new ArrayList<>();
    if (token.isPresent()) {
      commands.add(given.withOption("--token-file", "/var/lib/rancher/k3s/server/token"));
    }
    plugins(lacking).ifPresent(commands::add);
    Optional<Requirement> key = first(lacking, Kind.KEY);
    boolean isInToken = token.isPresent() && token.get().state() == State.MISSING;
    if (key.isPresent() && !isInToken) {
      commands.add(given.plus("--config", file(key.get())));
    }
    return Stream.concat(forTheFile().stream(), commands.stream().distinct().limit(MOST)).toList();
  }

  /// What shows whether the original is the same, and what is broken here.
  private List<String> forTheFile() {
    if (needs.isWhole()) {
      return List.of();
    }
    String file = given.argumentOf(needs.files().faults().getFirst().path());
    return file.equals(BackupInput.STANDARD_INPUT)
        ? List.of()
        : List.of(
            "sha256sum " + ShellWord.of(file),
            "snapseal check --values " + ShellWord.of(file) + given.identities());
  }

  private static Optional<Requirement> first(List<Requirement> lacking, Kind kind) {
    return lacking.stream().filter(requirement -> requirement.kind() == kind).findFirst();
  }

  /// One command for all plugins. One that no configuration names is known by no socket.
  private Optional<String> plugins(List<Requirement> lacking) {
    List<Requirement> plugins =
        lacking.stream().filter(requirement -> requirement.kind() == Kind.KMS_PLUGIN).toList();
    Map<String, String> sockets = new TreeMap<>();
    plugins.stream()
        .filter(plugin -> plugin.state() != State.MISSING)
        .forEach(plugin -> sockets.put(plugin.prefix().orElseThrow().keyName(), socket(plugin)));
    boolean isUnknown = plugins.size() > sockets.size();
    GivenCommand more = sockets.isEmpty() ? given : given.withSockets(sockets);
    return plugins.isEmpty()
        ? Optional.empty()
        : Optional.of(isUnknown ? more.plus("--config", "encryption-config.yaml") : more.plus());
  }

  /// Where it was looked for; of a plugin that answers, and does not hold the key, another place.
  private String socket(Requirement plugin) {
    return needs.inventory().keys().stream()
        .filter(key -> plugin.prefix().equals(Optional.of(key.prefix())))
        .flatMap(key -> key.trial().stream())
        .flatMap(trial -> trial.away().stream())
        .map(KmsPluginException::socket)
        .filter(socket -> !socket.isEmpty())
        .findFirst()
        .orElse(GivenCommand.SOME_SOCKET);
  }

  /// OpenShift's keys are named by numbers, and lie in the archive beside the snapshot.
  private static String file(Requirement key) {
    String name = key.prefix().orElseThrow().keyName();
    return name.chars().allMatch(Character::isDigit)
        ? "static_kuberesources.tar.gz"
        : "encryption-config.yaml";
  }
}
