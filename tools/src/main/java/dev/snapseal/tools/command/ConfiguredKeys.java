package dev.snapseal.tools.command;

import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.tools.keysource.BootstrapFinding;
import dev.snapseal.tools.keysource.KeySource;
import java.util.List;

/// The keys a command was given or found in its backups; closing wipes them.
///
/// @param sources the first says what a cluster writes now
/// @param records bootstrap records that a token was tried on
/// @param ring all keys
record ConfiguredKeys(List<KeySource> sources, List<BootstrapFinding> records, KeyRing ring)
    implements AutoCloseable {

  EncryptionConfiguration current() {
    return sources.getFirst().configuration();
  }

  @Override
  public void close() {
    ring.close();
    sources.forEach(source -> source.configuration().close());
  }
}
