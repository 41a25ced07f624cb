package dev.snapseal.tools.rewrite;

import dev.snapseal.testdata.kms.KeyEncryptionKey;
import dev.snapseal.testdata.kms.KmsPluginServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Two KMS plugins with a key that no cluster knows.
final class FreshPlugins implements AutoCloseable {
  private final Path folder = Files.createTempDirectory("kms");
  private final KmsPluginServer v1;
  private final KmsPluginServer v2;

  FreshPlugins() throws IOException {
    KeyEncryptionKey kek = KeyEncryptionKey.fromHex("c5".repeat(32));
    v1 = KmsPluginServer.startV1(folder.resolve("1.sock"), kek);
    v2 = KmsPluginServer.startV2(folder.resolve("2.sock"), kek);
  }

  /// Where the v1 API is served.
  String first() {
    return v1.endpoint();
  }

  /// Where the v2 API is served.
  String second() {
    return v2.endpoint();
  }

  @Override
  public void close() throws IOException {
    v1.close();
    v2.close();
    Files.delete(folder);
  }
}
