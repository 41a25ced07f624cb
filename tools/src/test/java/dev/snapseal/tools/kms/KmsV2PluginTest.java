package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.KmsPlugin.Status;
import dev.snapseal.crypto.KmsPlugin.WrappedKey;
import dev.snapseal.crypto.KmsPluginException.Reason;
import dev.snapseal.testdata.kms.Conduct;
import dev.snapseal.testdata.kms.KmsPluginServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmsV2PluginTest implements KmsPluginContract {
  @Override
  public String apiVersion() {
    return "v2";
  }

  @Override
  public String greeting() {
    return "Status";
  }

  @Override
  public KmsPluginServer start(Path socket) throws IOException {
    return KmsPluginServer.startV2(socket, KEK);
  }

  @Test
  void itsStatusNamesTheKeyItWritesWith(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      assertEquals(new Status("v2", "ok", "kek-b"), plugin.status());
    }
  }

  @Test
  void aWrappedKeyHasTheKeyIdAndTheAnnotations(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      WrappedKey wrapped = plugin.encrypt(DATA_KEY);
      assertEquals("kek-b", wrapped.keyId());
      assertEquals(java.util.Set.of("kek.kmsd.example"), wrapped.annotations().keySet());
      assertArrayEquals(
          "kek-b".getBytes(StandardCharsets.US_ASCII),
          wrapped.annotations().get("kek.kmsd.example"));
    }
  }

  @Test
  void anotherKeyIdIsRefused(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      WrappedKey wrapped = plugin.encrypt(DATA_KEY);
      var other = new WrappedKey(wrapped.ciphertext(), "kek-a", wrapped.annotations());
      String message =
          KmsPluginContract.failure(Reason.REFUSED, () -> plugin.decrypt(other)).getMessage();
      assertTrue(message.contains("rpc error: code = NotFound desc = no key kek-a"), message);
    }
  }

  @Test
  void missingAnnotationsAreRefused(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      WrappedKey wrapped = plugin.encrypt(DATA_KEY);
      var bare = new WrappedKey(wrapped.ciphertext(), wrapped.keyId(), Map.of());
      KmsPluginContract.failure(Reason.REFUSED, () -> plugin.decrypt(bare));
      assertEquals(1, server.calls("Decrypt"));
    }
  }

  @Test
  void aStatusWithoutAKeyIdIsNotHealthy(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock")).behave(Conduct.NAMES_NO_KEY);
        var plugin = connect(server)) {
      String message = KmsPluginContract.failure(Reason.UNHEALTHY, plugin::status).getMessage();
      assertTrue(message.contains("keyID is empty"), message);
    }
  }

  @Test
  void aKeyIdOf1025BytesIsNotTaken(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock")).behave(Conduct.LONG_KEY_ID);
        var plugin = connect(server)) {
      String message =
          KmsPluginContract.failure(Reason.UNHEALTHY, () -> plugin.encrypt(DATA_KEY)).getMessage();
      assertTrue(message.contains("exceeds the max size of 1024"), message);
    }
  }

  @Test
  void whatABackupSaysIsMeasuredBeforeThePluginIsAsked(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      byte[] one = {1};
      var noKeyId = new WrappedKey(one, "", Map.of());
      var longKeyId = new WrappedKey(one, "k".repeat(1025), Map.of());
      var longCiphertext = new WrappedKey(new byte[1025], "k", Map.of());
      var noCiphertext = new WrappedKey(new byte[0], "k", Map.of());
      var wide = new WrappedKey(one, "k", Map.of("a.b", new byte[32_766]));
      for (WrappedKey each :
          new WrappedKey[] {noKeyId, longKeyId, longCiphertext, noCiphertext, wide}) {
        KmsPluginContract.failure(Reason.REFUSED, () -> plugin.decrypt(each));
      }
      assertEquals(0, server.calls("Decrypt"));
    }
  }

  @Test
  void aPluginOfTheLastGenerationIsNotHealthy(@TempDir Path folder) throws IOException {
    try (var server = KmsPluginServer.startV1(folder.resolve("k.sock"), KEK);
        var plugin = connect(server.endpoint(), Duration.ofSeconds(10))) {
      String message = KmsPluginContract.failure(Reason.UNHEALTHY, plugin::status).getMessage();
      assertTrue(message.contains("code = Unimplemented"), message);
    }
  }
}
