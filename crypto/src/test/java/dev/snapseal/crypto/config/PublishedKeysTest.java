package dev.snapseal.crypto.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.testdata.TestData;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PublishedKeysTest {
  @Test
  void theListHoldsEveryUsableKeyAndItsSource() {
    Map<String, String> expected = new TreeMap<>();
    JsonNode all = new JsonMapper().readTree(TestData.vectors("published-keys.json").toFile());
    for (JsonNode key : all) {
      if (key.get("usable").asBoolean()) {
        expected.put(key.get("secretBase64").asString(), key.get("sourceUrl").asString());
      }
    }
    Map<String, String> listed = new TreeMap<>();
    for (PublishedKey key : PublishedKeys.load().keys()) {
      listed.put(Base64.getEncoder().encodeToString(key.secret().toBytes()), key.source());
    }
    assertEquals(11, expected.size());
    assertEquals(expected, listed);
  }
}
