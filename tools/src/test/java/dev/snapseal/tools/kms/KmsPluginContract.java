package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.KmsPlugin.WrappedKey;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import dev.snapseal.testdata.kms.Conduct;
import dev.snapseal.testdata.kms.KeyEncryptionKey;
import dev.snapseal.testdata.kms.KmsPluginServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a plugin's client owes, whichever generation of the API it speaks.
interface KmsPluginContract {
  KeyEncryptionKey KEK = KeyEncryptionKey.fromHex("2b".repeat(32));
  byte[] DATA_KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /// `v1` or `v2`.
  String apiVersion();

  /// The method that greets: `Version` or `Status`.
  String greeting();

  KmsPluginServer start(Path socket) throws IOException;

  default UnixSocketKmsPlugin connect(String endpoint, Duration timeout) throws KmsPluginException {
    return UnixSocketKmsPlugin.open(apiVersion(), "plug", endpoint, timeout);
  }

  default UnixSocketKmsPlugin connect(KmsPluginServer server) throws KmsPluginException {
    return connect(server.endpoint(), Duration.ofSeconds(10));
  }

  @Test
  default void aKeyThatThePluginWrappedIsUnwrapped(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      assertArrayEquals(DATA_KEY, plugin.decrypt(plugin.encrypt(DATA_KEY)));
    }
  }

  @Test
  default void twoWrappingsOfOneKeyDiffer(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      byte[] first = plugin.encrypt(DATA_KEY).ciphertext();
      byte[] second = plugin.encrypt(DATA_KEY).ciphertext();
      assertFalse(Arrays.equals(first, second));
    }
  }

  @Test
  default void thePluginIsGreetedOnceForManyKeysOverOneConnection(@TempDir Path folder)
      throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      WrappedKey wrapped = plugin.encrypt(DATA_KEY);
      for (int i = 0; i < 20; i++) {
        plugin.decrypt(wrapped);
      }
      assertEquals(1, server.calls(greeting()));
      assertEquals(20, server.calls("Decrypt"));
      assertEquals(1, server.connections());
    }
  }

  @Test
  default void severalThreadsShareOneGreetingAndOneConnection(@TempDir Path folder)
      throws IOException, InterruptedException, ExecutionException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server);
        var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<byte[]>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        byte[] key = ("key number " + (1000 + i)).getBytes(StandardCharsets.UTF_8);
        calls.add(() -> plugin.decrypt(plugin.encrypt(key)));
      }
      int number = 1000;
      for (Future<byte[]> answer : threads.invokeAll(calls)) {
        assertEquals("key number " + number++, new String(answer.get(), StandardCharsets.UTF_8));
      }
      assertEquals(1, server.calls(greeting()));
      assertEquals(200, server.calls("Decrypt"));
      assertEquals(1, server.connections());
    }
  }

  @Test
  default void aRefusalCarriesThePluginsOwnWords(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock")).behave(Conduct.REFUSES);
        var plugin = connect(server)) {
      var refusal = failure(Reason.REFUSED, () -> plugin.encrypt(DATA_KEY));
      assertTrue(
          refusal
              .getMessage()
              .contains("rpc error: code = PermissionDenied desc = key is disabled"),
          refusal.getMessage());
    }
  }

  @Test
  default void aPluginWhoseOwnServiceIsAwayRefusesAndIsNotUnreachable(@TempDir Path folder)
      throws IOException {
    try (var server = start(folder.resolve("k.sock")).behave(Conduct.SERVICE_AWAY);
        var plugin = connect(server)) {
      var refusal = failure(Reason.REFUSED, () -> plugin.encrypt(DATA_KEY));
      assertTrue(refusal.getMessage().contains("code = Unavailable desc = service is away"));
    }
  }

  @Test
  default void aChangedWrappedKeyIsRefusedAndOthersStillOpen(@TempDir Path folder)
      throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      WrappedKey wrapped = plugin.encrypt(DATA_KEY);
      byte[] changed = wrapped.ciphertext().clone();
      changed[changed.length - 1] ^= 1;
      failure(
          Reason.REFUSED,
          () -> plugin.decrypt(new WrappedKey(changed, wrapped.keyId(), wrapped.annotations())));
      assertArrayEquals(DATA_KEY, plugin.decrypt(wrapped));
    }
  }

  @Test
  default void aPluginThatDoesNotAnswerItsGreetingTimesOutOnce(@TempDir Path folder)
      throws IOException {
    try (var server = start(folder.resolve("k.sock")).behave(Conduct.HANGS);
        var plugin = connect(server.endpoint(), Duration.ofMillis(500))) {
      failure(Reason.TIMED_OUT, () -> plugin.encrypt(DATA_KEY));
      failure(Reason.TIMED_OUT, () -> plugin.encrypt(DATA_KEY));
      assertEquals(1, server.calls(greeting()));
      assertEquals(0, server.calls("Encrypt"));
    }
  }

  @Test
  default void aPluginThatStopsAnsweringIsAskedThreeTimesAndNoMore(@TempDir Path folder)
      throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server.endpoint(), Duration.ofMillis(500))) {
      server.behave(Conduct.HANGS_ON_KEYS);
      for (int i = 0; i < 10; i++) {
        failure(Reason.TIMED_OUT, () -> plugin.encrypt(DATA_KEY));
      }
      assertEquals(KmsConnection.MAX_SILENCES, server.calls("Encrypt"));
    }
  }

  @Test
  default void aMissingSocketIsUnreachableAndNamed(@TempDir Path folder) throws IOException {
    Path socket = folder.resolve("missing.sock");
    try (var plugin = connect("unix://" + socket, Duration.ofSeconds(10))) {
      var failure = failure(Reason.UNREACHABLE, () -> plugin.encrypt(DATA_KEY));
      assertEquals(
          "KMS plugin \"plug\" at " + socket + ": there is no such socket", failure.getMessage());
    }
  }

  @Test
  default void aPluginOfAnotherVersionIsNotHealthy(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock")).behave(Conduct.WRONG_VERSION);
        var plugin = connect(server)) {
      var failure = failure(Reason.UNHEALTHY, () -> plugin.encrypt(DATA_KEY));
      assertTrue(failure.getMessage().contains("v9"), failure.getMessage());
      assertEquals(0, server.calls("Encrypt"));
    }
  }

  @Test
  default void aPluginThatIsNotHealthyIsAskedForNoKey(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock")).behave(Conduct.UNHEALTHY);
        var plugin = connect(server)) {
      var failure = failure(Reason.UNHEALTHY, () -> plugin.encrypt(DATA_KEY));
      assertTrue(failure.getMessage().contains("not well"), failure.getMessage());
      assertEquals(0, server.calls("Encrypt"));
    }
  }

  @Test
  default void aPluginThatBecameHealthyIsUsedAfterItsStatusWasAsked(@TempDir Path folder)
      throws IOException {
    try (var server = start(folder.resolve("k.sock")).behave(Conduct.UNHEALTHY);
        var plugin = connect(server)) {
      failure(Reason.UNHEALTHY, plugin::status);
      server.behave(Conduct.HONEST);
      plugin.status();
      assertArrayEquals(DATA_KEY, plugin.decrypt(plugin.encrypt(DATA_KEY)));
      assertEquals(2, server.calls(greeting()));
    }
  }

  @Test
  default void anAnswerThatIsNotAMessageIsDeclared(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock")).behave(Conduct.MALFORMED_KEYS);
        var plugin = connect(server)) {
      failure(Reason.UNHEALTHY, () -> plugin.encrypt(DATA_KEY));
    }
  }

  @Test
  default void anAnswerOfFourMebibytesIsNotTaken(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock")).behave(Conduct.ENDLESS);
        var plugin = connect(server)) {
      var failure = failure(Reason.UNHEALTHY, plugin::status);
      assertTrue(failure.getMessage().contains("larger than any"), failure.getMessage());
    }
  }

  @Test
  default void aWrappedKeyThatIsTooLongIsNotSent(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      WrappedKey wrapped = plugin.encrypt(DATA_KEY);
      var tooLong = new WrappedKey(new byte[65_536], wrapped.keyId(), wrapped.annotations());
      failure(Reason.REFUSED, () -> plugin.decrypt(tooLong));
      assertEquals(0, server.calls("Decrypt"));
    }
  }

  @Test
  default void aPluginThatWasRestartedIsFoundAgain(@TempDir Path folder) throws IOException {
    Path socket = folder.resolve("k.sock");
    try (var plugin = connect("unix://" + socket, Duration.ofSeconds(10))) {
      WrappedKey wrapped;
      try (var first = start(socket)) {
        wrapped = plugin.encrypt(DATA_KEY);
        assertEquals(1, first.connections());
      }
      try (var second = start(socket)) {
        assertArrayEquals(DATA_KEY, plugin.decrypt(wrapped));
        assertEquals(1, second.connections());
      }
    }
  }

  @Test
  default void closingLeavesNoThreadAndTakesNoTime(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"))) {
      var plugin = connect(server);
      plugin.encrypt(DATA_KEY);
      assertTrue(clientThreads() > 0);
      assertTimeout(Duration.ofMillis(500), plugin::close);
      assertEquals(0, clientThreads());
      assertTimeout(Duration.ofMillis(500), plugin::close);
    }
  }

  @Test
  default void aClosedPluginIsUnreachable(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"))) {
      var plugin = connect(server);
      plugin.encrypt(DATA_KEY);
      plugin.close();
      failure(Reason.UNREACHABLE, () -> plugin.encrypt(DATA_KEY));
      assertEquals(0, clientThreads());
    }
  }

  @Test
  default void anInterruptedCallerIsToldSo(@TempDir Path folder) throws IOException {
    try (var server = start(folder.resolve("k.sock"));
        var plugin = connect(server)) {
      plugin.status();
      server.behave(Conduct.HANGS_ON_KEYS);
      Thread.currentThread().interrupt();
      failure(Reason.UNREACHABLE, () -> plugin.encrypt(DATA_KEY));
      assertTrue(Thread.interrupted());
    }
  }

  private static long clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.equals("kms-plugin"))
        .count();
  }

  /// A call to a plugin.
  @FunctionalInterface
  interface PluginCall {
    Object call() throws KmsPluginException;
  }

  static KmsPluginException failure(Reason expected, PluginCall call) {
    var failure = assertThrows(KmsPluginException.class, call::call);
    assertEquals(expected, failure.reason(), failure.getMessage());
    return failure;
  }
}
