package dev.snapseal.tools.command;

import dev.snapseal.tools.needs.Requirement;
import dev.snapseal.tools.needs.Requirement.Kind;
import dev.snapseal.tools.needs.Requirement.State;
import dev.snapseal.tools.needs.RestoreNeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The commands that bring what a restore lacks, ready to paste.
///
/// @param given the command that was run
record NextCommands(GivenCommand given, RestoreNeeds needs) {
  private static final int MOST = 3;

  /// The likeliest first, at most [#MOST]; none if all is there.
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
    return commands.stream().limit(MOST).toList();
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
