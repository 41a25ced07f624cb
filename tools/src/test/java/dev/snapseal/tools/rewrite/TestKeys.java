package dev.snapseal.tools.rewrite;

import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.tools.kms.KmsOverrides;
import dev.snapseal.tools.kms.SocketPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The keys of one configuration file.
record TestKeys(EncryptionConfiguration configuration, KeyRing ring) implements AutoCloseable {
  /// @param sockets as `--kms` takes them
  static TestKeys of(Path config, String... sockets) throws IOException {
    try {
      EncryptionConfiguration read =
          EncryptionConfigurationReader.read(config.toString(), Files.readAllBytes(config));
      SocketPlugins plugins = new SocketPlugins(KmsOverrides.parse(List.of(sockets)));
      return new TestKeys(read, KeyRing.of(List.of(read), plugins));
    } catch (InvalidConfigurationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    ring.close();
    configuration.close();
  }
}
