package dev.snapseal.tools.kms;

import dev.snapseal.crypto.KmsPlugin.Status;
import dev.snapseal.crypto.KmsPlugin.WrappedKey;
import dev.snapseal.crypto.KmsPluginException;

/// One generation of the KMS API: how its calls are written and what its answers must hold.
sealed interface KmsDialect permits KmsV1Dialect, KmsV2Dialect {
  /// Largest data key that is taken: the API server's have 32 bytes, a v2 seed may have more.
  int MAX_DATA_KEY_BYTES = 4096;

  /// Asks the plugin for its version and health, and checks the answer as the API server does.
  Status greet(KmsConnection connection) throws KmsPluginException;

  WrappedKey encrypt(KmsConnection connection, byte[] dataKey) throws KmsPluginException;

  byte[] decrypt(KmsConnection connection, WrappedKey wrapped) throws KmsPluginException;
}
