package dev.snapseal.tools.kms;

import dev.snapseal.crypto.KmsPlugin;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.config.ProviderConfiguration;
import dev.snapseal.crypto.keys.KmsPluginFactory;

/// Opens the plugins of a configuration on their sockets, or on those the user names instead.
public final class SocketPlugins implements KmsPluginFactory {
  private final KmsOverrides overrides;

  public SocketPlugins(KmsOverrides overrides) {
    this.overrides = overrides;
  }

  @Override
  public KmsPlugin open(ProviderConfiguration.Kms kms) throws KmsPluginException {
    return UnixSocketKmsPlugin.open(
        kms.provider() == Provider.KMS_V1 ? "v1" : "v2",
        kms.name(),
        overrides.endpoint(kms.name(), kms.endpoint()),
        kms.timeout());
  }
}
