package dev.snapseal.crypto.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Short ways to configurations and rings for tests; keys are made of one repeated byte.
final class TestRings {
  static final GroupResource SECRETS = GroupResource.parse("secrets");
  static final EtcdKey PATH = EtcdKey.of("/registry/secrets/default/db-password");

  private TestRings() {}

  /// A configuration for secrets with these elements of `providers`.
  static EncryptionConfiguration configuration(String... providers) {
    String json =
        """
        {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration",
        "resources":[{"resources":["secrets"],"providers":[\
        """
            + String.join(",", providers)
            + "]}]}";
    try {
      return EncryptionConfigurationReader.read("test.json", json.getBytes(UTF_8));
    } catch (InvalidConfigurationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static KeyRing ring(String... providers) {
    return KeyRing.of(List.of(configuration(providers)), new ToyKms());
  }

  /// `name=secretByte/lengthBytes` for each key.
  static String keys(String provider, String... keys) {
    StringBuilder json = new StringBuilder("{\"" + provider + "\":{\"keys\":[");
    for (int i = 0; i < keys.length; i++) {
      String[] parts = keys[i].split("[=/]", -1);
      json.append(i == 0 ? "" : ",")
          .append("{\"name\":\"" + parts[0] + "\",\"secret\":\"")
          .append(secret(Integer.parseInt(parts[1]), Integer.parseInt(parts[2])))
          .append("\"}");
    }
    return json.append("]}}").toString();
  }

  static String secret(int repeated, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    Arrays.fill(bytes, (byte) repeated);
    return Base64.getEncoder().encodeToString(bytes);
  }

  static String identity() {
    return "{\"identity\":{}}";
  }

  static String kmsV1() {
    return "{\"kms\":{\"name\":\"toy-v1\",\"endpoint\":\"unix:///run/toy/v1.sock\"}}";
  }

  /// @param socket `v2a` seed, `v2b` seed with annotations, `v2c` key
  static String kmsV2(String socket) {
    return "{\"kms\":{\"apiVersion\":\"v2\",\"name\":\"toy-%s\",\"endpoint\":\"unix:///run/toy/%s.sock\"}}"
        .formatted(socket, socket);
  }

  /// An object as the API server stores it, of any length from 4 bytes.
  static byte[] object(int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    for (int i = 0; i < lengthBytes; i++) {
      bytes[i] = (byte) ((31 * i + 7) % 251);
    }
    System.arraycopy(new byte[] {'k', '8', 's', 0}, 0, bytes, 0, Math.min(4, lengthBytes));
    return bytes;
  }
}
