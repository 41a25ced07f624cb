package dev.snapseal.crypto.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.crypto.EncryptionAtRestVectors;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StoredValueVectorTest {

  @Test
  void everyValueOpensOrFailsAsInTheApiServer() throws InvalidConfigurationException {
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (JsonNode vector : EncryptionAtRestVectors.values()) {
      count++;
      String expected = expected(vector);
      String actual = actual(vector);
      if (!expected.equals(actual)) {
        wrong.add(
            vector.get("id") + " " + vector.get("comment") + "\n  " + expected + "\n  " + actual);
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertEquals(312, count);
  }

  private static String expected(JsonNode vector) {
    return switch (vector.get("result").asString()) {
      case "ok" ->
          "stale "
              + vector.get("stale").asBoolean()
              + " "
              + vector.get("plaintextBase64").asString();
      case "panic" ->
          vector.get("group").asString().equals("truncated")
                  && vector.path("provider").asString("").equals("kms")
              ? "[cipher: message authentication failed, " + IV_ONLY + "]"
              : IV_ONLY;
      default -> vector.get("error").asString();
    };
  }

  private static final String IV_ONLY =
      "the stored data is an initialisation vector and nothing else";

  private static String actual(JsonNode vector) throws InvalidConfigurationException {
    byte[] stored = Base64.getDecoder().decode(vector.get("storedBase64").asString());
    byte[] shifted = new byte[stored.length + 12];
    Arrays.fill(shifted, (byte) 0x55);
    System.arraycopy(stored, 0, shifted, 7, stored.length);
    String config = vector.get("config").asString();
    List<EncryptionConfiguration> configurations =
        config.isEmpty()
            ? List.of()
            : List.of(EncryptionConfigurationReader.read("config.yaml", config.getBytes(UTF_8)));
    try (KeyRing ring = KeyRing.of(configurations, new ToyKms());
        ValueTransformers worker = ring.newWorker()) {
      DecryptedValue value =
          worker.decrypt(
              GroupResource.parse(vector.get("resource").asString()),
              EtcdKey.of(vector.get("etcdPath").asString()),
              shifted,
              7,
              stored.length);
      String plain = Base64.getEncoder().encodeToString(value.toBytes());
      return "stale " + value.stale() + " " + plain;
    } catch (ValueDecryptionException e) {
      return e.detail();
    }
  }
}
