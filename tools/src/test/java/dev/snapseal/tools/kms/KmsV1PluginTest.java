package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.KmsPlugin.Status;
import dev.snapseal.crypto.KmsPluginException.Reason;
import dev.snapseal.testdata.kms.Conduct;
import dev.snapseal.testdata.kms.KmsPluginServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmsV1PluginTest implements KmsPluginContract {
  @Override
  public String apiVersion() {
    return "v1";
  }

  @Override
  public String greeting() {
    return "Version";
  }

  @Override
  public KmsPluginServer start(Path socket) throws IOException {
    return KmsPluginServer.startV1(socket, KEK);
  }

  @Test
  void itsStatusIsItsVersion(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      assertEquals(new Status("v1beta1", "", ""), plugin.status());
    }
  }

  @Test
  void aWrongVersionIsRefusedInTheApiServersWords(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock")).behave(Conduct.WRONG_VERSION);
        var plugin = connect(server)) {
      String message = KmsPluginContract.failure(Reason.UNHEALTHY, plugin::status).getMessage();
      assertTrue(
          message.endsWith(
              "KMS provider api version v9 is not supported, only v1beta1 is supported now"),
          message);
    }
  }

  @Test
  void aPluginOfTheNextGenerationIsNotHealthy(@TempDir Path folder) throws IOException {
    try (var server = KmsPluginServer.startV2(folder.resolve("k.sock"), KEK);
        var plugin = connect(server.endpoint(), Duration.ofSeconds(10))) {
      String message = KmsPluginContract.failure(Reason.UNHEALTHY, plugin::status).getMessage();
      assertTrue(message.contains("code = Unimplemented"), message);
    }
  }
}
