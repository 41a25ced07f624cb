package dev.snapseal.crypto.keys;

import static dev.snapseal.crypto.keys.TestRings.SECRETS;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import java.io.PrintStream;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes values with every provider, one JSON object a line, for the genuine transformers to open:
/// see `src/test/go-peer/README.md`. `main SOCKET-FOLDER LENGTH...`
final class PeerValues {
  private PeerValues() {}

  public static void main(String[] arguments) throws Exception {
    JsonMapper mapper = new JsonMapper();
    PrintStream out = new PrintStream(System.out, false, UTF_8);
    for (RoundTripTest.Writer writer : RoundTripTest.Writer.values()) {
      String json =
          """
          {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration",\
          "resources":[{"resources":["secrets"],"providers":[%s]}]}\
          """
              .formatted(writer.configuration.replace("/run/toy", arguments[0]));
      try (KeyRing ring =
              KeyRing.of(
                  List.of(EncryptionConfigurationReader.read("peer", json.getBytes(UTF_8))),
                  new ToyKms());
          ValueTransformers worker = ring.newWorker()) {
        for (int i = 1; i < arguments.length; i++) {
          byte[] plain = TestRings.object(Integer.parseInt(arguments[i]));
          String path = "/registry/secrets/ns-\u00fc/" + writer + "-" + i;
          byte[] stored = worker.encrypt(SECRETS, EtcdKey.of(path), plain, 0, plain.length);
          ObjectNode line = mapper.createObjectNode();
          line.put("writer", writer.name());
          line.put("config", json);
          line.put("path", path);
          line.put("plainBase64", Base64.getEncoder().encodeToString(plain));
          line.put("storedBase64", Base64.getEncoder().encodeToString(stored));
          out.println(mapper.writeValueAsString(line));
        }
      }
    }
    out.flush();
  }
}
