package dev.snapseal.tools.command;

import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.keys.KeyRing;
import java.util.List;

/// The configurations a command was given and the keys in them; closing wipes both.
///
/// @param configurations at least one; the first says what a cluster writes now
record ConfiguredKeys(List<EncryptionConfiguration> configurations, KeyRing ring)
    implements AutoCloseable {

  EncryptionConfiguration current() {
    return configurations.getFirst();
  }

  @Override
  public void close() {
    ring.close();
    configurations.forEach(EncryptionConfiguration::close);
  }
}
