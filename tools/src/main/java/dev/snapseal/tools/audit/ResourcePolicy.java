package dev.snapseal.tools.audit;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.tools.plaintext.Remnant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The resources whose values must be encrypted.
///
/// @param resources names as an `EncryptionConfiguration` has them, wildcards included
/// @param exempt what no wildcard among them means, because the configuration leaves it plain
public record ResourcePolicy(List<GroupResource> resources, List<GroupResource> exempt) {
  /// What an audit asks for when nobody says anything else.
  public static final ResourcePolicy SECRETS =
      new ResourcePolicy(List.of(new GroupResource("", "secrets")));

  public ResourcePolicy {
    resources = List.copyOf(resources);
    exempt = List.copyOf(exempt);
    if (resources.isEmpty()) {
      throw new IllegalArgumentException("a policy names at least one resource");
    }
  }

  /// A policy without exemptions.
  public ResourcePolicy(List<GroupResource> resources) {
    this(resources, List.of());
  }

  /// Secrets, and every resource that a server with this configuration encrypts.
  public static ResourcePolicy of(EncryptionConfiguration configuration) {
    Set<GroupResource> encrypted = new LinkedHashSet<>(SECRETS.resources());
    Set<GroupResource> plain = new LinkedHashSet<>();
    for (EncryptionConfiguration.Rule rule : configuration.rules()) {
      for (GroupResource resource : rule.resources()) {
        (isEncrypted(configuration, resource) ? encrypted : plain).add(resource);
      }
    }
    plain.removeAll(encrypted);
    return new ResourcePolicy(List.copyOf(encrypted), List.copyOf(plain));
  }

  private static boolean isEncrypted(
      EncryptionConfiguration configuration, GroupResource resource) {
    return configuration
        .rulesFor(resource)
        .filter(providers -> providers.getFirst().provider() != Provider.IDENTITY)
        .isPresent();
  }

  /// Whether values of this resource must be encrypted. What names no resource is not Kubernetes'
  /// to encrypt.
  public boolean includes(GroupResource resource) {
    if (resource.resource().isEmpty()) {
      return false;
    }
    if (resources.contains(resource)) {
      return true;
    }
    GroupResource ofGroup = new GroupResource(resource.group(), "*");
    return !exempt.contains(resource)
        && (resources.contains(ofGroup) || (!exempt.contains(ofGroup) && covers(resource)));
  }

  private boolean covers(GroupResource resource) {
    return resources.stream().anyMatch(wanted -> wanted.covers(resource));
  }

  /// Whether it asks for the encryption of an object; of a kind that is not built in, whether it
  /// names anything in that kind's group.
  public boolean includes(Remnant object) {
    return mayInclude(object.resource());
  }

  /// The same of the resource of such an object, of which only the group may be known.
  public boolean mayInclude(GroupResource resource) {
    return resource.resource().isEmpty()
        ? !resource.group().isEmpty() && includesSomeOf(resource.group())
        : includes(resource);
  }

  /// Whether it asks for Secrets and nothing else.
  boolean isOfSecretsAlone() {
    return resources.equals(SECRETS.resources());
  }

  /// Whether any resource of this group may have to be encrypted.
  private boolean includesSomeOf(String group) {
    return resources.stream()
        .anyMatch(wanted -> wanted.group().equals(group) || wanted.group().equals("*"));
  }

  /// Such as `secrets, configmaps`.
  @Override
  public String toString() {
    return resources.stream().map(GroupResource::toString).collect(Collectors.joining(", "));
  }
}
