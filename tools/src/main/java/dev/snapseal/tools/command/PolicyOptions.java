package dev.snapseal.tools.command;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.audit.PolicyFile;
import dev.snapseal.tools.audit.ResourcePolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Which resources a command judges.
final class PolicyOptions {
  private final OptionSpec policy =
      Declaration.values("RESOURCE", "--policy")
          .splitRegex(",")
          .description(
              "Resources that must be encrypted, such as secrets,configmaps,*.apps.",
              "Default: secrets, and what the configuration encrypts.")
          .build();
  private final OptionSpec policyFile =
      Declaration.value(Path.class, "FILE", "--policy-file")
          .description("The same from a file: a resource a line, # begins a comment.")
          .build();

  void addTo(CommandSpec spec) {
    spec.addOption(policy).addOption(policyFile);
  }

  boolean isGiven() {
    return !policy.<List<String>>getValue().isEmpty() || policyFile.getValue() != null;
  }

  /// The file that it reads.
  Optional<Path> file() {
    return Optional.ofNullable(policyFile.getValue());
  }

  /// What was named; else what the first configuration encrypts; else secrets.
  ResourcePolicy policy(Optional<ConfiguredKeys> keys) throws CommandFailure {
    List<GroupResource> resources = Declaration.resources(policy);
    if (file().isPresent()) {
      resources.addAll(OptionFile.read(file().get(), PolicyFile::read));
    }
    if (!resources.isEmpty()) {
      return new ResourcePolicy(resources);
    }
    return keys.map(ConfiguredKeys::current).map(ResourcePolicy::of).orElse(ResourcePolicy.SECRETS);
  }
}
