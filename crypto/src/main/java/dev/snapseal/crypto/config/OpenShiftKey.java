package dev.snapseal.crypto.config;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Secret in which OpenShift keeps one key: `encryption-key-<component>-<N>`, whose annotation
/// says the provider; the key's name in values is the number.
///
/// @see <a
///   href="https://github.com/openshift/library-go/blob/93ac9206/pkg/operator/encryption/secrets/types.go">
///   openshift/library-go encryption/secrets/types.go</a>
final class OpenShiftKey {
  private static final String PREFIX = "encryption.apiserver.operator.openshift.io";
  private static final Pattern NAME = Pattern.compile("encryption-key-.+-(\\d+)");

  /// What OpenShift encrypts; its API servers serve the last three.
  private static final List<GroupResource> RESOURCES =
      Stream.of(
              "secrets",
              "configmaps",
              "routes.route.openshift.io",
              "oauthaccesstokens.oauth.openshift.io",
              "oauthauthorizetokens.oauth.openshift.io")
          .map(GroupResource::parse)
          .toList();

  private OpenShiftKey() {}

  /// A configuration with the key, if the mapping is such a Secret, as the API shows it.
  static Optional<EncryptionConfiguration> of(ConfigNode.Mapping secret) {
    Optional<ConfigNode.Mapping> metadata = secret.mapping("metadata");
    Optional<String> number =
        metadata
            .flatMap(found -> found.text("name"))
            .map(NAME::matcher)
            .filter(Matcher::matches)
            .map(name -> name.group(1));
    Optional<Provider> provider =
        metadata
            .flatMap(found -> found.mapping("annotations"))
            .flatMap(found -> found.text(PREFIX + "/mode"))
            .flatMap(OpenShiftKey::provider);
    if (number.isEmpty() || provider.isEmpty()) {
      return Optional.empty();
    }
    return secret
        .mapping("data")
        .flatMap(data -> data.text(PREFIX + "-key"))
        .flatMap(key -> NamedKey.ofBase64(provider.get(), number.get(), key))
        .map(key -> configuration(provider.get(), key));
  }

  /// In the modes `identity` and `KMS` the key is zero bytes that encrypt nothing.
  private static Optional<Provider> provider(String mode) {
    return switch (mode) {
      case "aescbc" -> Optional.of(Provider.AESCBC);
      case "aesgcm" -> Optional.of(Provider.AESGCM);
      case "secretbox" -> Optional.of(Provider.SECRETBOX);
      default -> Optional.empty();
    };
  }

  private static EncryptionConfiguration configuration(Provider provider, NamedKey key) {
    return new EncryptionConfiguration(
        List.of(
            new EncryptionConfiguration.Rule(
                RESOURCES,
                List.of(
                    new ProviderConfiguration.Keys(provider, List.of(key)),
                    new ProviderConfiguration.Identity()))));
  }
}
