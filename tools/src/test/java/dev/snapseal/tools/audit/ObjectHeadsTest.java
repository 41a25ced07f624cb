package dev.snapseal.tools.audit;

import static dev.snapseal.tools.audit.Planted.all;
import static dev.snapseal.tools.audit.Planted.audit;
import static dev.snapseal.tools.audit.Planted.config;
import static dev.snapseal.tools.audit.Planted.etcd;
import static dev.snapseal.tools.audit.Planted.key;
import static dev.snapseal.tools.audit.Planted.only;
import static dev.snapseal.tools.audit.Planted.provider;
import static dev.snapseal.tools.audit.Planted.rules;
import static dev.snapseal.tools.audit.Planted.sealed;
import static dev.snapseal.tools.audit.Planted.secret;
import static dev.snapseal.tools.audit.Planted.verdict;
import static dev.snapseal.tools.audit.Planted.withFreeBytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import dev.snapseal.testdata.etcd.EtcdBuilder;
import dev.snapseal.testdata.kubernetes.StoredObject;
import dev.snapseal.tools.ProgramRun;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plaintext objects in every form that the API server or people write, known by their beginnings.
final class ObjectHeadsTest {
  private static final String GCM = config(provider("aesgcm", key("g1", 1)));
  private static final StoredObject LIVE = secret("live");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"},\"data\":{}}",
        "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"Yg==\"},\"kind\":\"Secret\"}",
        "{\"metadata\":{\"name\":\"a\",\"labels\":{\"b\":\"c\"}},\"kind\":\"Secret\"}",
        "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"Secret\",\n  \"data\": {}\n}",
        "{\r\n\t\"kind\" : \"Secret\",\r\n\t\"apiVersion\" : \"v1\"\r\n}",
        "  \n {\"kind\":\"Secret\",\"apiVersion\":\"v1\"}",
      })
  void aSecretInJsonIsFoundAsLiveValueAndInFreeSpace(String json) {
    byte[] value = json.getBytes(UTF_8);
    assertEquals("readable", verdict(audit(folder, store().put("vault/a", value).snapshot())));
    ProgramRun free = audit(folder, withFreeBytes(store(), value));
    assertEquals("readable", verdict(free));
    assertEquals("secrets", only(free, "SS003").get("resource").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"Secret\",\"name\":\"a\",\"apiVersion\":\"v1\"}",
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"name\":\"a\",\"uid\":\"b\"}",
        "{\"kind\":\"secret\",\"apiVersion\":\"v1\"}",
        "{\"kind\":7,\"apiVersion\":\"v1\"}",
      })
  void aReferenceToASecretIsNone(String json) {
    ProgramRun run = audit(folder, store().put("vault/a", json).snapshot());
    assertEquals("unreadable", verdict(run));
  }

  @Test
  void aSecretInCborIsFoundWhereverItsKindStands() {
    for (int major : new int[] {0x40, 0x60}) {
      byte[] value = cbor(major, "data", "kind", "Secret", "apiVersion", "v1");
      assertEquals("readable", verdict(audit(folder, store().put("vault/a", value).snapshot())));
      ProgramRun free = audit(folder, withFreeBytes(store(), value));
      assertEquals("readable", verdict(free));
      assertEquals("secrets", only(free, "SS003").get("resource").asString());
    }
  }

  @Test
  void aCustomResourceInCborIsNoSecret() {
    byte[] value = cbor(0x40, "spec", "kind", "Widget", "apiVersion", "demo.example.io/v1");
    assertEquals(Set.of(), rules(audit(folder, withFreeBytes(store(), value))));
  }

  @Test
  void cutCborIsNotReadBeyondItsEnd() {
    byte[] value = cbor(0x60, "data", "kind", "Secret", "apiVersion", "v1");
    for (int length = 0; length < value.length; length += 7) {
      byte[] cut = java.util.Arrays.copyOf(value, length);
      audit(folder, store().put("vault/a", cut).snapshot());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"",
        "{\"kind\":\"",
        "{\"kind\":\"Secret\",\"a\":",
        "{\"metadata\":",
        "{\"apiVersion\":\"v1\",\"a\":[",
        "k8s\0\n",
        "k8s\0\n\6\n\2v1\22\0",
        "\u00d9\u00d9\u00f7\u00bf",
        "\u00d9\u00d9\u00f7\u00a2@@@",
        "{\"id\":1,\"peerURLs\":[\"",
        "/registry/",
        "k8s:enc:",
        "a\u001a\u007f",
      })
  void sixteenMegabytesOfBeginningsAreReadInAFewSeconds(String beginning) {
    byte[] unit = beginning.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] image = new byte[16 << 20];
    for (int i = 0; i < image.length; i++) {
      image[i] = unit[i % unit.length];
    }
    byte[] file = withFreeBytes(store(), image).bytes();
    long before = processNanos();
    audit(folder, file);
    double seconds = (processNanos() - before) / 1e9;
    assertTrue(seconds < 8, seconds + " seconds for " + beginning);
  }

  @Test
  void recordsInsideOneAnotherAreReadInAFewSeconds() {
    byte[] image = new byte[4 << 20];
    byte[] head = Planted.record("/registry/secrets/a/b", 7, new byte[0]);
    for (int place = 0; place + head.length + 8 < image.length; place += head.length + 6) {
      System.arraycopy(head, 0, image, place, head.length);
      int length = Math.min(image.length - place - head.length - 6, (1 << 28) - 1);
      image[place + head.length] = 0x2A;
      for (int i = 0; i < 4; i++) {
        int more = i < 3 ? 0x80 : 0;
        image[place + head.length + 1 + i] = (byte) (((length >>> (7 * i)) & 0x7F) | more);
      }
    }
    byte[] file = withFreeBytes(store(), image).bytes();
    long before = processNanos();
    ProgramRun run = audit(folder, file);
    double seconds = (processNanos() - before) / 1e9;
    assertTrue(seconds < 8, seconds + " seconds");
    assertEquals("readable", verdict(run));
    assertEquals(false, all(run, "SS003").isEmpty());
  }

  /// Time of the processor, which other work on the machine does not add to.
  private static long processNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /// A map of a field that holds 100 bytes, `kind` and `apiVersion`.
  private static byte[] cbor(int major, String first, String... members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0xD9, (byte) 0xD9, (byte) 0xF7, (byte) 0xA3});
    string(out, major, first);
    out.write(0xA1);
    string(out, major, "key");
    out.write(0x58);
    out.write(100);
    out.writeBytes(new byte[100]);
    for (String text : members) {
      string(out, major, text);
    }
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, int major, String text) {
    out.write(major | text.length());
    out.writeBytes(text.getBytes(UTF_8));
  }

  private static EtcdBuilder store() {
    return etcd().put(LIVE.etcdKey(), sealed(GCM, LIVE));
  }
}
