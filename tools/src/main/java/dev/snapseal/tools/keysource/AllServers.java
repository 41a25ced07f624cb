package dev.snapseal.tools.keysource;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import java.util.ArrayList;
import java.util.List;

/// The one configuration that stands for all API servers of a store: in OpenShift others than
/// kube-apiserver write theirs, under their own keys, which lie in the store.
public final class AllServers {
  private AllServers() {}

  /// Joins the configurations.
  ///
  /// @param first kube-apiserver's: what it has a rule for is its own
  /// @param others found by following keys in the store, the latest first; they have a say in all
  ///   else
  /// @return has the keys of those given, and nothing to close
  public static EncryptionConfiguration join(
      EncryptionConfiguration first, List<KeySource> others) {
    List<EncryptionConfiguration.Rule> rules = new ArrayList<>(first.rules());
    for (KeySource other : others) {
      for (EncryptionConfiguration.Rule rule : other.configuration().rules()) {
        List<GroupResource> resources =
            rule.resources().stream()
                .filter(resource -> first.rulesFor(resource).isEmpty())
                .toList();
        if (!resources.isEmpty()) {
          rules.add(new EncryptionConfiguration.Rule(resources, rule.providers()));
        }
      }
    }
    return new EncryptionConfiguration(rules);
  }
}
