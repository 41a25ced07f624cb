package dev.snapseal.tools.command;

import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.input.BackupInput;
import dev.snapseal.tools.needs.Requirement;
import dev.snapseal.tools.needs.Requirement.Kind;
import dev.snapseal.tools.needs.Requirement.State;
import dev.snapseal.tools.needs.RestoreNeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    first(lacking, Kind.KMS_PLUGIN).map(this::plugin).ifPresent(commands::add);
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

  /// A plugin that no configuration names is known by no socket.
  private String plugin(Requirement plugin) {
    String name = plugin.prefix().orElseThrow().keyName();
    return plugin.state() == State.MISSING
        ? given.plus("--config", "encryption-config.yaml")
        : given.plus("--kms", name + "=unix:///path/to/plugin.sock");
  }

  /// OpenShift's keys are named by numbers, and lie in the archive beside the snapshot.
  private static String file(Requirement key) {
    String name = key.prefix().orElseThrow().keyName();
    return name.chars().allMatch(Character::isDigit)
        ? "static_kuberesources.tar.gz"
        : "encryption-config.yaml";
  }
}
