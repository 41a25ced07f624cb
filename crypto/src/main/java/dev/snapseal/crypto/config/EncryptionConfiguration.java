package dev.snapseal.crypto.config;

import dev.snapseal.crypto.GroupResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which resources a cluster encrypts, how, and with which keys; the keys are in here until
/// [#close()].
///
/// @param rules elements of `resources`, in the order of the file
/// @see <a
///   href="https://github.com/kubernetes/apiserver/blob/v0.37.2/pkg/server/options/encryptionconfig/config.go">
///   apiserver encryptionconfig/config.go</a>
public record EncryptionConfiguration(List<Rule> rules) implements AutoCloseable {

  /// One element of `resources`.
  ///
  /// @param resources what it applies to, wildcards among them
  /// @param providers at least one; the first writes
  public record Rule(List<GroupResource> resources, List<ProviderConfiguration> providers) {
    public Rule {
      resources = List.copyOf(resources);
      providers = List.copyOf(providers);
    }
  }

  public EncryptionConfiguration {
    rules = List.copyOf(rules);
  }

  /// The providers that serve a resource: those of the rules that name it, else of `*.<group>`,
  /// else of `*.*`, each put together in the order of the file.
  ///
  /// Events of both API groups are stored, and looked up, as core `events`.
  ///
  /// @return nothing if no rule applies, which differs from a list of `identity`: the server then
  ///   refuses encrypted values with another error, and nothing is ever stale
  public Optional<List<ProviderConfiguration>> rulesFor(GroupResource resource) {
    GroupResource stored = asStored(resource);
    return naming(stored)
        .or(() -> naming(new GroupResource(stored.group(), "*")))
        .or(() -> naming(new GroupResource("*", "*")));
  }

  private static GroupResource asStored(GroupResource resource) {
    return resource.equals(new GroupResource("events.k8s.io", "events"))
        ? new GroupResource("", "events")
        : resource;
  }

  private Optional<List<ProviderConfiguration>> naming(GroupResource resource) {
    List<ProviderConfiguration> providers = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.resources().contains(resource)) {
        providers.addAll(rule.providers());
      }
    }
    return providers.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(providers));
  }

  /// Wipes the keys.
  @Override
  public void close() {
    for (Rule rule : rules) {
      for (ProviderConfiguration provider : rule.providers()) {
        if (provider instanceof ProviderConfiguration.Keys(_, List<NamedKey> keys)) {
          keys.forEach(key -> key.secret().close());
        }
      }
    }
  }
}
