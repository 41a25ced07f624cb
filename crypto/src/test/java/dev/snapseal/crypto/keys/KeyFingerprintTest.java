package dev.snapseal.crypto.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class KeyFingerprintTest {
  private static final String ONE = "b25lIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=";
  private static final String OTHER = "dHdvIGtleSBvZiB0aGlydHktdHdvIGJ5dGVzIGxvbmc=";

  /// Of a configuration with one key of `aescbc`.
  private static KeyFingerprint fingerprint(String name, String secret, String salt)
      throws InvalidConfigurationException {
    return fingerprints("aescbc: {keys: [{name: %s, secret: %s}]}".formatted(name, secret), salt)
        .getFirst();
  }

  private static List<KeyFingerprint> fingerprints(String provider, String salt)
      throws InvalidConfigurationException {
    String config =
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [secrets]
          providers:
          - %s
          - identity: {}
        """
            .formatted(provider);
    try (EncryptionConfiguration read =
            EncryptionConfigurationReader.read("config", config.getBytes(UTF_8));
        KeyRing ring = KeyRing.of(List.of(read), KmsPluginFactory.none())) {
      return ring.fingerprints(new SecretKeySpec(salt.getBytes(UTF_8), "HmacSHA256"));
    }
  }

  @Test
  void aKeyIsKnownAgainUnderTheSameSaltAlone() throws InvalidConfigurationException {
    KeyFingerprint first = fingerprint("k", ONE, "salt");
    assertEquals(first, fingerprint("k", ONE, "salt"));
    assertNotEquals(first, fingerprint("k", ONE, "another salt"));
  }

  @Test
  void anotherKeyOrNameHasAnother() throws InvalidConfigurationException {
    KeyFingerprint first = fingerprint("k", ONE, "salt");
    assertNotEquals(first.id(), fingerprint("k", OTHER, "salt").id());
    assertNotEquals(first.id(), fingerprint("l", ONE, "salt").id());
  }

  @Test
  void aPluginHasNone() throws InvalidConfigurationException {
    List<KeyFingerprint> prints =
        fingerprints("kms: {apiVersion: v2, name: plug, endpoint: 'unix:///run/kms.sock'}", "salt");
    assertEquals(1, prints.size());
    assertTrue(prints.getFirst().id().isEmpty());
  }
}
