package dev.snapseal.tools.audit;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The resources whose values must be encrypted.
///
/// @param resources names as an `EncryptionConfiguration` has them, wildcards included
public record ResourcePolicy(List<GroupResource> resources) {
  /// What an audit asks for when nobody says anything else.
  public static final ResourcePolicy SECRETS =
      new ResourcePolicy(List.of(new GroupResource("", "secrets")));

  public ResourcePolicy {
    resources = List.copyOf(resources);
    if (resources.isEmpty()) {
      throw new IllegalArgumentException("a policy names at least one resource");
    }
  }

  /// Secrets, and every resource that a server with this configuration encrypts.
  public static ResourcePolicy of(EncryptionConfiguration configuration) {
    Set<GroupResource> encrypted = new LinkedHashSet<>(SECRETS.resources());
    for (EncryptionConfiguration.Rule rule : configuration.rules()) {
      for (GroupResource resource : rule.resources()) {
        boolean isEncrypted =
            configuration
                .rulesFor(resource)
                .filter(providers -> providers.getFirst().provider() != Provider.IDENTITY)
                .isPresent();
        if (isEncrypted) {
          encrypted.add(resource);
        }
      }
    }
    return new ResourcePolicy(List.copyOf(encrypted));
  }

  public boolean includes(GroupResource resource) {
    for (GroupResource wanted : resources) {
      if (wanted.equals(resource) || wanted.covers(resource)) {
        return true;
      }
    }
    return false;
  }

  /// Such as `secrets, configmaps`.
  @Override
  public String toString() {
    return resources.stream().map(GroupResource::toString).collect(Collectors.joining(", "));
  }
}
