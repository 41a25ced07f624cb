package dev.snapseal.crypto.config;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.keys.SecretKeyBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes an [EncryptionConfiguration] of a file that all rules have passed.
final class ConfigurationBuilder {
  private static final String DECOY = "AAAAAAAAAAAAAAAAAAAAAA==";

  private ConfigurationBuilder() {}

  static EncryptionConfiguration build(RawConfiguration raw) {
    List<EncryptionConfiguration.Rule> rules = new ArrayList<>();
    for (RawConfiguration.Resource resource : raw.resources()) {
      rules.add(
          new EncryptionConfiguration.Rule(
              resource.resources().stream().map(GroupResource::parse).toList(),
              withoutDecoys(resource.providers()).stream()
                  .map(ConfigurationBuilder::provider)
                  .toList()));
    }
    return new EncryptionConfiguration(rules);
  }

  /// OpenShift, when it does not encrypt, puts an `aesgcm` key of 16 zero bytes behind `identity`
  /// to carry a name: nothing was ever written with it, and it is no key.
  ///
  /// @see <a
  ///   href="https://github.com/openshift/library-go/blob/93ac9206/pkg/operator/encryption/encryptionconfig/config.go">
  ///   openshift/library-go encryptionconfig/config.go</a>
  private static List<RawConfiguration.Element> withoutDecoys(
      List<RawConfiguration.Element> elements) {
    List<RawConfiguration.Element> kept = new ArrayList<>();
    boolean isBehindIdentity = false;
    for (RawConfiguration.Element element : elements) {
      isBehindIdentity |= element.identity().isPresent();
      if (!isBehindIdentity || !isDecoy(element)) {
        kept.add(element);
      }
    }
    return kept;
  }

  private static boolean isDecoy(RawConfiguration.Element element) {
    return element.aesgcm().isPresent()
        && element.aesgcm().get().stream().allMatch(key -> key.secret().equals(DECOY));
  }

  private static ProviderConfiguration provider(RawConfiguration.Element element) {
    return element
        .kms()
        .map(ConfigurationBuilder::kms)
        .or(() -> element.aesgcm().map(keys -> keys(Provider.AESGCM, keys)))
        .or(() -> element.aescbc().map(keys -> keys(Provider.AESCBC, keys)))
        .or(() -> element.secretbox().map(keys -> keys(Provider.SECRETBOX, keys)))
        .orElseGet(ProviderConfiguration.Identity::new);
  }

  private static ProviderConfiguration kms(RawConfiguration.Kms kms) {
    return new ProviderConfiguration.Kms(
        kms.apiVersion().equals("v1") ? Provider.KMS_V1 : Provider.KMS_V2,
        kms.name(),
        kms.endpoint(),
        Duration.ofNanos(kms.timeoutNanoseconds()),
        kms.cacheSize().orElse(0));
  }

  private static ProviderConfiguration keys(Provider provider, List<RawConfiguration.Key> keys) {
    return new ProviderConfiguration.Keys(
        provider, keys.stream().map(ConfigurationBuilder::key).toList());
  }

  private static NamedKey key(RawConfiguration.Key key) {
    byte[] secret = GoBase64.decode(key.secret()).orElseThrow();
    try {
      return new NamedKey(key.name(), SecretKeyBytes.copyOf(secret));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
