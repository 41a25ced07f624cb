package dev.snapseal.tools.command;

import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.KmsPluginFactory;
import dev.snapseal.tools.keysource.BootstrapFinding;
import dev.snapseal.tools.keysource.KeySource;
import java.util.ArrayList;
import java.util.List;

/// The keys a command was given or found in its backups; closing wipes them.
///
/// @param sources the first says what a cluster writes now
/// @param otherServers those among the sources that were found by following OpenShift's chain
/// @param records bootstrap records that a token was tried on
/// @param ring all keys
record ConfiguredKeys(
    List<KeySource> sources,
    List<KeySource> otherServers,
    List<BootstrapFinding> records,
    KeyRing ring)
    implements AutoCloseable {

  EncryptionConfiguration current() {
    return sources.getFirst().configuration();
  }

  /// The same with another configuration to write with, in place of this.
  ConfiguredKeys writing(EncryptionConfiguration written, KmsPluginFactory plugins) {
    ring.close();
    List<EncryptionConfiguration> all = new ArrayList<>(List.of(written));
    sources.stream().skip(1).map(KeySource::configuration).forEach(all::add);
    return new ConfiguredKeys(sources, otherServers, records, KeyRing.of(all, plugins));
  }

  @Override
  public void close() {
    ring.close();
    sources.forEach(source -> source.configuration().close());
  }
}
