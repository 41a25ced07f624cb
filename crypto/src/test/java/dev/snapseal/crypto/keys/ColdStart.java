package dev.snapseal.crypto.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Measures, in a JVM of its own, how long the first 300,000 values of one provider take: `main
/// PROVIDER [COUNT]`. Plaintexts have 1 to 10 KiB; a few hundred different values are read again
/// and again.
final class ColdStart {
  private ColdStart() {}

  public static void main(String[] arguments) throws Exception {
    String provider = arguments[0];
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300_000;
    String config =
        """
        {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration","resources":[
        {"resources":["secrets"],"providers":[{"%s":{"keys":[{"name":"key1",
        "secret":"AxIhMEdWZXSLmqm4z97t/BMiMUBXZnWEm6q5yN/u/Qw="}]}}]}]}
        """
            .formatted(provider);
    long begin = System.nanoTime();
    KeyRing ring =
        KeyRing.of(
            List.of(EncryptionConfigurationReader.read("c.json", config.getBytes(UTF_8))),
            KmsPluginFactory.none());
    System.out.printf("configuration %.1f ms%n", (System.nanoTime() - begin) / 1e6);
    GroupResource secrets = GroupResource.parse("secrets");
    EtcdKey path = EtcdKey.of("/registry/secrets/default/db-password");
    List<byte[]> values = new ArrayList<>();
    try (ValueTransformers writer = ring.newWorker(new SecureRandom())) {
      Random random = new Random(1);
      for (int i = 0; i < 400; i++) {
        byte[] plain = new byte[1024 + random.nextInt(9 * 1024)];
        random.nextBytes(plain);
        System.arraycopy(new byte[] {'k', '8', 's', 0}, 0, plain, 0, 4);
        values.add(writer.encrypt(secrets, path, plain, 0, plain.length));
      }
    }
    long bytes = 0;
    long start = System.nanoTime();
    try (ValueTransformers worker = ring.newWorker()) {
      for (int i = 0; i < count; i++) {
        byte[] value = values.get(i % values.size());
        bytes += worker.decryptWithAnyKey(path, value, 0, value.length).length();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s: %d values, %.0f MB in %.3f s: %.0f MB/s%n",
        provider, count, bytes / 1e6, seconds, bytes / 1e6 / seconds);
  }
}
