package dev.snapseal.tools.command;

import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.keys.KeyRing;
import java.util.List;

/// What a rewrite reads and writes with; closing wipes it.
///
/// @param ring all keys, first the configuration to write with
/// @param writers that configuration alone
record RewriteKeys(List<EncryptionConfiguration> configurations, KeyRing ring, KeyRing writers)
    implements AutoCloseable {

  @Override
  public void close() {
    ring.close();
    writers.close();
    configurations.forEach(EncryptionConfiguration::close);
  }
}
