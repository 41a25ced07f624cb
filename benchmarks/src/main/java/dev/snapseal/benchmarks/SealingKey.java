package dev.snapseal.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.crypto.keys.KmsPluginFactory;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/// A provider's key of 32 bytes, drawn from a fixed seed.
@SuppressWarnings("ArrayRecordComponent") // never compared
record SealingKey(Provider provider, byte[] bytes) {
  /// What all values of the benchmarks are.
  static final GroupResource SECRETS = GroupResource.parse("secrets");

  private static final String NAME = "key1";
  private static final long SEED = 20260501;

  static SealingKey of(Provider provider) {
    byte[] bytes = new byte[32];
    new SplittableRandom(SEED).nextBytes(bytes);
    return new SealingKey(provider, bytes);
  }

  /// What a value under this key begins with.
  byte[] prefix() {
    return (provider.marker() + NAME + ":").getBytes(US_ASCII);
  }

  /// The keys of a configuration that has this one alone, for Secrets.
  KeyRing newRing() {
    return ring(List.of(configuration()));
  }

  private String configuration() {
    return """
    apiVersion: apiserver.config.k8s.io/v1
    kind: EncryptionConfiguration
    resources:
    - resources:
      - secrets
      providers:
      - %s:
          keys:
          - name: %s
            secret: %s
    """
        .formatted(provider.jsonName(), NAME, Base64.getEncoder().encodeToString(bytes));
  }

  /// The keys of configurations, of which the first writes.
  static KeyRing ring(List<String> configurations) {
    List<EncryptionConfiguration> read =
        configurations.stream().map(SealingKey::configuration).toList();
    KeyRing ring = KeyRing.of(read, KmsPluginFactory.none());
    read.forEach(EncryptionConfiguration::close);
    return ring;
  }

  private static EncryptionConfiguration configuration(String text) {
    try {
      return EncryptionConfigurationReader.read("benchmark.yaml", text.getBytes(UTF_8));
    } catch (InvalidConfigurationException e) {
      throw new IllegalStateException("the benchmarks' own configuration", e);
    }
  }
}
