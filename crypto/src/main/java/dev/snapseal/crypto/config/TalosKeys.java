package dev.snapseal.crypto.config;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys in a machine configuration or secrets bundle of Talos, which makes the API server's
/// configuration of them: `secretbox` under the name `key2`, then `aescbc` under `key1`, then
/// `identity`, for Secrets.
///
/// @see <a
///   href="https://github.com/siderolabs/talos/blob/ad882317/internal/app/machined/pkg/controllers/k8s/internal/k8stemplates/apiserver.go">
///   Talos k8stemplates/apiserver.go</a>
final class TalosKeys {
  private TalosKeys() {}

  /// The configuration, if the mapping is `cluster` of a machine configuration or `secrets` of a
  /// bundle and has a key.
  static Optional<EncryptionConfiguration> of(ConfigNode.Mapping mapping) {
    List<ProviderConfiguration> providers = new ArrayList<>();
    key(mapping, "secretboxEncryptionSecret", Provider.SECRETBOX, "key2").ifPresent(providers::add);
    key(mapping, "aescbcEncryptionSecret", Provider.AESCBC, "key1").ifPresent(providers::add);
    if (providers.isEmpty()) {
      return Optional.empty();
    }
    providers.add(new ProviderConfiguration.Identity());
    return Optional.of(
        new EncryptionConfiguration(
            List.of(
                new EncryptionConfiguration.Rule(
                    List.of(new GroupResource("", "secrets")), providers))));
  }

  private static Optional<ProviderConfiguration> key(
      ConfigNode.Mapping mapping, String field, Provider provider, String name) {
    return mapping
        .text(field)
        .or(() -> mapping.text(field.toLowerCase(java.util.Locale.ROOT)))
        .flatMap(secret -> NamedKey.ofBase64(provider, name, secret))
        .map(key -> new ProviderConfiguration.Keys(provider, List.of(key)));
  }
}
