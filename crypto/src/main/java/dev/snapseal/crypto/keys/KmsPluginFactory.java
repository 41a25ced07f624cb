package dev.snapseal.crypto.keys;

import dev.snapseal.crypto.EncryptedDekSourceType;
import dev.snapseal.crypto.KmsPlugin;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.config.ProviderConfiguration;

/// Finds the plugin behind an entry of the configuration; asked at most once for each, and only
/// when a value needs it.
@FunctionalInterface
public interface KmsPluginFactory {

  /// Opens the plugin; the key ring closes it.
  KmsPlugin open(ProviderConfiguration.Kms configuration) throws KmsPluginException;

  /// What this plugin's data keys are when values are written, and the only kind that is not stale.
  default EncryptedDekSourceType writes(ProviderConfiguration.Kms configuration) {
    return EncryptedDekSourceType.HKDF_SHA256_XNONCE_AES_GCM_SEED;
  }

  /// For runs without any plugin: every KMS value is reported as not to be unwrapped.
  static KmsPluginFactory none() {
    return configuration -> {
      throw new KmsPluginException(
          KmsPluginException.Reason.UNREACHABLE,
          "no plugin is at hand for KMS provider " + configuration.name());
    };
  }
}
