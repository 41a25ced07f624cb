package dev.snapseal.crypto.keys;

import static dev.snapseal.crypto.keys.TestRings.PATH;
import static dev.snapseal.crypto.keys.TestRings.SECRETS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.KmsPlugin;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.ValueDecryptionException.KmsRefused;
import dev.snapseal.crypto.ValueDecryptionException.KmsUnavailable;
import dev.snapseal.crypto.config.ProviderConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KmsTest {
  private static final byte[] OBJECT = TestRings.object(500);

  @ParameterizedTest
  @ValueSource(strings = {"v2a", "v2b", "v2c"})
  void oneDataKeyIsUnwrappedOnceForAllWorkers(String socket) throws Exception {
    List<byte[]> values = write(TestRings.kmsV2(socket), 200);
    ToyKms plugin = new ToyKms();
    try (KeyRing ring =
            KeyRing.of(List.of(TestRings.configuration(TestRings.kmsV2(socket))), plugin);
        ExecutorService pool = Executors.newFixedThreadPool(4)) {
      Callable<Integer> task = () -> readAll(ring, values);
      for (Future<Integer> read : pool.invokeAll(List.of(task, task, task, task))) {
        assertEquals(200, read.get());
      }
    }
    assertEquals(1, plugin.decryptions());
    assertEquals(1, plugin.openings());
  }

  @Test
  void noPluginIsOpenedBeforeAValueNeedsIt() throws Exception {
    ToyKms plugin = new ToyKms();
    try (KeyRing ring =
            KeyRing.of(
                List.of(
                    TestRings.configuration(
                        TestRings.identity(), TestRings.kmsV1(), TestRings.kmsV2("v2a"))),
                plugin);
        ValueTransformers worker = ring.newWorker()) {
      worker.decrypt(SECRETS, PATH, OBJECT, 0, OBJECT.length);
      worker.decryptWithAnyKey(PATH, OBJECT, 0, OBJECT.length);
    }
    assertEquals(0, plugin.openings());
  }

  @Test
  void aRefusalIsRememberedForItsDataKey() throws Exception {
    List<byte[]> values = write(TestRings.kmsV2("v2a"), 50);
    FailingPlugin plugin = new FailingPlugin(Reason.REFUSED);
    assertEquals(50, failures(values, plugin, KmsRefused.class));
    assertEquals(1, plugin.calls.get());
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "UNHEALTHY"})
  void aPluginThatIsNotThereIsAskedOnce(Reason reason) throws Exception {
    List<byte[]> values = write(TestRings.kmsV1(), 50);
    FailingPlugin plugin = new FailingPlugin(reason);
    assertEquals(50, failures(values, plugin, KmsUnavailable.class));
    assertEquals(1, plugin.calls.get());
  }

  @Test
  void aPluginThatTimesOutIsAskedThreeTimes() throws Exception {
    List<byte[]> values = write(TestRings.kmsV1(), 50);
    FailingPlugin plugin = new FailingPlugin(Reason.TIMED_OUT);
    assertEquals(50, failures(values, plugin, KmsUnavailable.class));
    assertEquals(3, plugin.calls.get());
  }

  @Test
  void withoutPluginsTheFailureNamesTheProvider() throws Exception {
    byte[] stored = write(TestRings.kmsV2("v2a"), 1).getFirst();
    try (KeyRing ring =
            KeyRing.of(
                List.of(TestRings.configuration(TestRings.kmsV2("v2a"))), KmsPluginFactory.none());
        ValueTransformers worker = ring.newWorker()) {
      KmsUnavailable e =
          assertThrows(
              KmsUnavailable.class, () -> worker.decryptWithAnyKey(PATH, stored, 0, stored.length));
      assertEquals(Reason.UNREACHABLE, e.reason());
      assertEquals(
          "failed to decrypt DEK, error: no plugin is at hand for KMS provider toy-v2a",
          e.detail());
    }
  }

  @Test
  void theKeyIdOfTheWrappingKeyIsReported() throws Exception {
    byte[] stored = write(TestRings.kmsV2("v2b"), 1).getFirst();
    try (KeyRing ring = TestRings.ring(TestRings.kmsV2("v2b"));
        ValueTransformers worker = ring.newWorker()) {
      DecryptedValue value = worker.decryptWithAnyKey(PATH, stored, 0, stored.length);
      assertEquals("kek-2027", value.kmsKeyId().orElseThrow());
      assertArrayEquals(OBJECT, value.toBytes());
    }
  }

  @Test
  void aPluginThatWrapsUnderAnotherKeyThanItNamesIsNotWrittenWith() {
    KmsPluginException e =
        assertThrows(KmsPluginException.class, () -> writeWith(new RotatingPlugin(2)));
    assertEquals(Reason.UNHEALTHY, e.reason());
    assertTrue(e.getMessage().contains("'kek-old'"), e.getMessage());
    assertTrue(e.getMessage().contains("'kek-new'"), e.getMessage());
  }

  @Test
  void aPluginThatTakesANewKeyMeanwhileIsAskedAgain() throws Exception {
    byte[] stored = writeWith(new RotatingPlugin(1));
    assertTrue(new String(stored, ISO_8859_1).contains("kek-new"));
    assertFalse(new String(stored, ISO_8859_1).contains("kek-old"));
  }

  private static byte[] writeWith(KmsPluginFactory plugin) throws KmsPluginException {
    try (KeyRing ring =
            KeyRing.of(List.of(TestRings.configuration(TestRings.kmsV2("v2a"))), plugin);
        ValueTransformers worker = ring.newWorker()) {
      return worker.encrypt(SECRETS, PATH, OBJECT, 0, OBJECT.length);
    }
  }

  /// Names its new key, and wraps with the old one so many times.
  private static final class RotatingPlugin implements KmsPluginFactory {
    private int old;

    RotatingPlugin(int old) {
      this.old = old;
    }

    @Override
    public KmsPlugin open(ProviderConfiguration.Kms configuration) {
      return new KmsPlugin() {
        @Override
        public Status status() {
          return new Status("v2", "ok", "kek-new");
        }

        @Override
        public WrappedKey encrypt(byte[] dataKey) {
          String keyId = old-- > 0 ? "kek-old" : "kek-new";
          return new WrappedKey(ToyKms.wrap(keyId, dataKey), keyId, Map.of());
        }

        @Override
        public byte[] decrypt(WrappedKey wrapped) {
          throw new AssertionError("nothing is read");
        }

        @Override
        public void close() {}
      };
    }
  }

  private static List<byte[]> write(String provider, int count) throws KmsPluginException {
    List<byte[]> values = new ArrayList<>();
    try (KeyRing ring = TestRings.ring(provider);
        ValueTransformers worker = ring.newWorker()) {
      for (int i = 0; i < count; i++) {
        values.add(worker.encrypt(SECRETS, PATH, OBJECT, 0, OBJECT.length));
      }
    }
    return values;
  }

  private static int readAll(KeyRing ring, List<byte[]> values) throws ValueDecryptionException {
    int count = 0;
    try (ValueTransformers worker = ring.newWorker()) {
      for (byte[] value : values) {
        DecryptedValue opened = worker.decryptWithAnyKey(PATH, value, 0, value.length);
        assertArrayEquals(OBJECT, opened.toBytes());
        count++;
      }
    }
    return count;
  }

  private static int failures(
      List<byte[]> values,
      FailingPlugin plugin,
      Class<? extends ValueDecryptionException> expected) {
    int count = 0;
    try (KeyRing ring =
            KeyRing.of(
                List.of(TestRings.configuration(TestRings.kmsV1(), TestRings.kmsV2("v2a"))),
                plugin);
        ValueTransformers worker = ring.newWorker()) {
      for (byte[] value : values) {
        assertThrows(expected, () -> worker.decryptWithAnyKey(PATH, value, 0, value.length));
        count++;
      }
    }
    return count;
  }

  /// Always fails in the same way, and counts how often it was asked.
  private static final class FailingPlugin implements KmsPluginFactory {
    private final Reason reason;
    private final AtomicInteger calls = new AtomicInteger();

    FailingPlugin(Reason reason) {
      this.reason = reason;
    }

    @Override
    public KmsPlugin open(ProviderConfiguration.Kms configuration) {
      return new KmsPlugin() {
        @Override
        public Status status() throws KmsPluginException {
          throw new KmsPluginException(reason, "status");
        }

        @Override
        public WrappedKey encrypt(byte[] dataKey) throws KmsPluginException {
          throw new KmsPluginException(reason, "encrypt");
        }

        @Override
        public byte[] decrypt(WrappedKey wrapped) throws KmsPluginException {
          calls.incrementAndGet();
          throw new KmsPluginException(reason, "decrypt");
        }

        @Override
        public void close() {}
      };
    }
  }
}
