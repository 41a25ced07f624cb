package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.KmsPluginException.Reason;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.kms.KeyEncryptionKey;
import dev.snapseal.testdata.kms.KmsPluginServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values that real API servers wrote, opened through the socket, the client and a plugin with the
/// cluster's key.
class RealKmsValuesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void everyV1ValueOfARealBackupOpens(String cluster) throws IOException, GeneralSecurityException {
    try (var server = KmsPluginServer.startV1(folder.resolve("1.sock"), kek(cluster));
        var plugin = UnixSocketKmsPlugin.open("v1", "plug1", server.endpoint(), TIMEOUT)) {
      List<RealKmsValue> values = RealKmsValue.v1(finalDb(cluster));
      assertEquals(42, values.size());
      assertOpens(values, plugin);
      assertEquals(42, server.calls("Decrypt"));
      assertEquals(1, server.calls("Version"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void everyV2ValueOfARealBackupOpens(String cluster) throws IOException, GeneralSecurityException {
    try (var server = KmsPluginServer.startV2(folder.resolve("2.sock"), kek(cluster));
        var plugin = UnixSocketKmsPlugin.open("v2", "plug2", server.endpoint(), TIMEOUT)) {
      List<RealKmsValue> values = RealKmsValue.v2(finalDb(cluster));
      assertEquals(44, values.size());
      assertOpens(values, plugin);
      assertEquals(1, server.calls("Status"));
      assertEquals(1, server.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd-3.5", "etcd-3.6"})
  void aPluginWithTheKeyOfAnotherClusterRefuses(String cluster) throws IOException {
    String other = cluster.equals("etcd-3.5") ? "etcd-3.6" : "etcd-3.5";
    try (var server = KmsPluginServer.startV2(folder.resolve("2.sock"), kek(other));
        var plugin = UnixSocketKmsPlugin.open("v2", "plug2", server.endpoint(), TIMEOUT)) {
      RealKmsValue value = RealKmsValue.v2(finalDb(cluster)).getFirst();
      KmsPluginContract.failure(Reason.REFUSED, () -> plugin.decrypt(value.wrapped()));
    }
  }

  private static void assertOpens(List<RealKmsValue> values, UnixSocketKmsPlugin plugin)
      throws IOException, GeneralSecurityException {
    for (RealKmsValue value : values) {
      byte[] dataKey = plugin.decrypt(value.wrapped());
      assertEquals(32, dataKey.length);
      String plaintext = new String(value.open(dataKey), StandardCharsets.ISO_8859_1);
      assertTrue(
          plaintext.startsWith("k8s\0") || plaintext.startsWith("{\"apiVersion\""),
          () -> value.etcdKey() + " is not a Kubernetes object");
      String name = value.etcdKey().substring(value.etcdKey().lastIndexOf('/') + 1);
      assertTrue(plaintext.contains(name), () -> value.etcdKey() + " holds another object");
    }
  }

  private static KeyEncryptionKey kek(String cluster) throws IOException {
    return KeyEncryptionKey.fromFile(TestData.cluster(cluster).truth());
  }

  private static byte[] finalDb(String cluster) throws IOException {
    return Files.readAllBytes(TestData.cluster(cluster).finalDb());
  }
}
