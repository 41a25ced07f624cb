package dev.snapseal.tools.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A key that lies beside the values under it makes them readable; one that only has its name does
/// not.
final class KeysBesideTest {
  private static final String PREFIX = "k8s:enc:aescbc:v1:key-953:";

  @TempDir private Path folder;
  private Path data;
  private String key;

  @BeforeEach
  void encryptedStore() throws Exception {
    data = Files.createDirectories(folder.resolve("data"));
    key = base64('k');
    Path config = Files.writeString(folder.resolve("config.json"), configuration(key));
    Path plain = TestData.cluster("etcd-3.6").epoch("0-plain");
    ProgramRun made =
        ProgramRun.of(
            "encrypt",
            plain,
            "--config",
            config,
            "--history",
            "drop",
            "--output",
            data.resolve("etcd.db"));
    assertEquals(0, made.code(), made::err);
  }

  private static String base64(char octet) {
    return Base64.getEncoder().encodeToString(String.valueOf(octet).repeat(32).getBytes(UTF_8));
  }

  private static String configuration(String base64) {
    return """
    {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration","resources":[
     {"resources":["secrets"],"providers":[{"aescbc":{"keys":[
      {"name":"key-953","secret":"%s"}]}},{"identity":{}}]}]}
    """
        .formatted(base64);
  }

  private static JsonNode only(JsonNode list) {
    assertEquals(1, list.size(), list::toString);
    return list.get(0);
  }

  @Test
  void aKeyThatOpensMakesItsValuesReadable() throws Exception {
    Path config = data.resolve("encryption-config.json");
    Files.writeString(config, configuration(key));
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", data);
    assertEquals(1, run.code(), run::err);
    JsonNode beside = only(run.json().get("keysBeside"));
    assertEquals(PREFIX, beside.get("prefix").asString());
    assertEquals(config.toString(), beside.get("path").asString());
    assertEquals(beside.get("tried").asInt(), beside.get("opened").asInt());
    long values = only(run.json().get("encrypted")).get("values").asLong();
    assertEquals(values, beside.get("values").asLong());
    assertTrue(beside.get("objects").size() > 10, beside::toString);
    assertEquals(beside.get("objects").size(), run.json().get("readableObjects").asInt());
    JsonNode named = only(only(run.json().get("hits")).get("keys"));
    assertEquals("{\"provider\":\"aescbc\",\"name\":\"key-953\"}", named.toString());
    assertFalse(run.out().contains(key), "the key is printed");
    String text = ProgramRun.of("sweep", data).out();
    String first = values + " values under a key that lies beside them (key-953), 1 other finding";
    assertTrue(text.startsWith("READABLE: " + first), text);
    assertTrue(text.contains("all under a key that lies beside them"), text);
    assertTrue(text.contains("opens: its key lies beside them: " + config + ", offset"), text);
    assertFalse(text.contains(key), "the key is printed");
  }

  @Test
  void aKeyThatOnlyHasTheNameDoesNot() throws Exception {
    Files.writeString(data.resolve("encryption-config.json"), configuration(base64('x')));
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", data);
    assertEquals(1, run.code(), run::err);
    JsonNode beside = only(run.json().get("keysBeside"));
    assertTrue(beside.get("tried").asInt() > 10, beside::toString);
    assertEquals(0, beside.get("opened").asInt());
    assertEquals(0, run.json().get("readableObjects").asInt());
    String text = ProgramRun.of("sweep", data).out();
    assertTrue(text.startsWith("READABLE: 1 finding, in "), text);
    assertTrue(text.contains("a key of that name lies beside them and opens none of the"), text);
  }

  @Test
  void aStoreWithoutAKeyBesideItSaysNothingOfKeys() throws Exception {
    ProgramRun run = ProgramRun.of("sweep", "-o", "json", data);
    assertEquals(0, run.json().get("keysBeside").size());
    assertFalse(ProgramRun.of("sweep", data).out().contains(" KEY"));
  }

  /// Records on a disk have their keys too, and a damaged store's.
  @Test
  void aKeyOnTheSameDisk() throws Exception {
    byte[] store = Files.readAllBytes(data.resolve("etcd.db"));
    Arrays.fill(store, 0, 8192, (byte) 0);
    ByteArrayOutputStream disk = new ByteArrayOutputStream();
    disk.write(new byte[4096]);
    disk.write(configuration(key).getBytes(UTF_8));
    disk.write(new byte[4096 - disk.size() % 4096]);
    disk.write(store);
    Path image = Files.write(folder.resolve("disk.img"), disk.toByteArray());
    JsonNode beside = only(ProgramRun.of("sweep", "-o", "json", image).json().get("keysBeside"));
    assertEquals(beside.get("tried").asInt(), beside.get("opened").asInt());
    assertTrue(beside.get("opened").asInt() > 10, beside::toString);
    assertEquals(image.toString(), beside.get("path").asString());
    assertTrue(beside.get("offset").asLong() > 4096 && beside.get("offset").asLong() < 8192);
  }
}
