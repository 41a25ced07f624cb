package dev.snapseal.tools;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.kms.KeyEncryptionKey;
import dev.snapseal.testdata.kms.KmsPluginServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The two KMS plugins of a real cluster, answering on sockets in a folder of their own.
public final class ClusterPlugins implements AutoCloseable {
  private final Path folder;
  private final KmsPluginServer v1;
  private final KmsPluginServer v2;

  private ClusterPlugins(Path folder, KmsPluginServer v1, KmsPluginServer v2) {
    this.folder = folder;
    this.v1 = v1;
    this.v2 = v2;
  }

  /// Starts both with the cluster's own key.
  public static ClusterPlugins start(Cluster cluster) throws IOException {
    Path folder = Files.createTempDirectory("kms");
    KeyEncryptionKey kek = KeyEncryptionKey.fromFile(cluster.truth());
    KmsPluginServer v1 = KmsPluginServer.startV1(folder.resolve("1.sock"), kek);
    return new ClusterPlugins(folder, v1, KmsPluginServer.startV2(folder.resolve("2.sock"), kek));
  }

  /// The option for the plugin of the v1 API.
  public String first() {
    return "plug1=" + v1.endpoint();
  }

  /// The option for the plugin of the v2 API.
  public String second() {
    return "plug2=" + v2.endpoint();
  }

  @Override
  public void close() throws IOException {
    v1.close();
    v2.close();
    Files.delete(folder);
  }
}
