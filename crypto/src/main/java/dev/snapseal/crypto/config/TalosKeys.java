package dev.snapseal.crypto.config;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The keys in a machine configuration or secrets bundle of Talos, which makes the API server's
/// configuration of them: `secretbox` under the name `key2`, then `aescbc` under `key1`, then
/// `identity`, for Secrets.
///
/// @see <a
///   href="https://github.com/siderolabs/talos/blob/ad882317/internal/app/machined/pkg/controllers/k8s/internal/k8stemplates/apiserver.go">
///   Talos k8stemplates/apiserver.go</a>
final class TalosKeys {
  private static final String SECRETBOX = "secretboxEncryptionSecret";
  private static final String AESCBC = "aescbcEncryptionSecret";

  private TalosKeys() {}

  /// The configuration, if the mapping is `cluster` of a machine configuration or `secrets` of a
  /// bundle and has a key.
  static Optional<EncryptionConfiguration> of(ConfigNode.Mapping mapping) {
    List<ProviderConfiguration> providers = new ArrayList<>();
    key(mapping, SECRETBOX, Provider.SECRETBOX, "key2").ifPresent(providers::add);
    key(mapping, AESCBC, Provider.AESCBC, "key1").ifPresent(providers::add);
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

  /// What is wrong with the secret of such a mapping, if it has one that is no key.
  static Optional<InvalidConfigurationException> fault(ConfigNode.Mapping mapping) {
    return fault(mapping, SECRETBOX, Provider.SECRETBOX)
        .or(() -> fault(mapping, AESCBC, Provider.AESCBC));
  }

  private static Optional<InvalidConfigurationException> fault(
      ConfigNode.Mapping mapping, String field, Provider provider) {
    return secret(mapping, field)
        .filter(secret -> NamedKey.ofBase64(provider, field, secret).isEmpty())
        .map(
            _ ->
                new InvalidConfigurationException(
                    ConfigurationFault.KEY_LENGTH,
                    "the "
                        + field
                        + " of this Talos configuration is no key: it must be 32 bytes in base64"));
  }

  private static Optional<String> secret(ConfigNode.Mapping mapping, String field) {
    return mapping.text(field).or(() -> mapping.text(field.toLowerCase(Locale.ROOT)));
  }

  private static Optional<ProviderConfiguration> key(
      ConfigNode.Mapping mapping, String field, Provider provider, String name) {
    return secret(mapping, field)
        .flatMap(secret -> NamedKey.ofBase64(provider, name, secret))
        .map(key -> new ProviderConfiguration.Keys(provider, List.of(key)));
  }
}
