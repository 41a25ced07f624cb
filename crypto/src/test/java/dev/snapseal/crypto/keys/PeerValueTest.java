package dev.snapseal.crypto.keys;

import static dev.snapseal.crypto.keys.TestRings.SECRETS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Values that Snapseal wrote and the genuine API-server code opened: see
/// `src/test/go-peer/README.md`.
class PeerValueTest {

  @Test
  void whatTheApiServerOpenedReadsBack() throws Exception {
    List<String> lines;
    try (InputStream in = PeerValueTest.class.getResourceAsStream("peer-values.jsonl")) {
      lines = new String(in.readAllBytes(), UTF_8).lines().toList();
    }
    assertEquals(72, lines.size());
    for (String line : lines) {
      JsonNode value = new JsonMapper().readTree(line);
      byte[] config = value.get("config").asString().getBytes(UTF_8);
      byte[] stored = Base64.getDecoder().decode(value.get("storedBase64").asString());
      EtcdKey path = EtcdKey.of(value.get("path").asString());
      try (KeyRing ring =
              KeyRing.of(
                  List.of(EncryptionConfigurationReader.read("peer", config)), new ToyKms());
          ValueTransformers worker = ring.newWorker()) {
        DecryptedValue opened = worker.decrypt(SECRETS, path, stored, 0, stored.length);
        assertArrayEquals(
            Base64.getDecoder().decode(value.get("plainBase64").asString()), opened.toBytes());
        assertEquals(
            stored.length,
            worker.encryptedLength(SECRETS, opened.length()),
            value.get("writer").asString());
      }
    }
  }
}
