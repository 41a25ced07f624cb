package dev.snapseal.crypto.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.EncryptionAtRestVectors;
import dev.snapseal.crypto.EtcdKey;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.ValueDecryptionException;
import dev.snapseal.crypto.config.EncryptionConfiguration;
import dev.snapseal.crypto.config.EncryptionConfigurationReader;
import dev.snapseal.crypto.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The length of a plaintext told without opening the value, against the length after opening.
class PlainLengthTest {
  private static final int SHIFT = 7;

  @Test
  void ofEveryVectorThatOpensTheLengthIsRightOrUnknown() throws InvalidConfigurationException {
    List<String> wrong = new ArrayList<>();
    int told = 0;
    for (JsonNode vector : EncryptionAtRestVectors.values()) {
      byte[] stored = Base64.getDecoder().decode(vector.get("storedBase64").asString());
      byte[] shifted = new byte[stored.length + 2 * SHIFT];
      Arrays.fill(shifted, (byte) 0x55);
      System.arraycopy(stored, 0, shifted, SHIFT, stored.length);
      String config = vector.get("config").asString();
      List<EncryptionConfiguration> configurations =
          config.isEmpty()
              ? List.of()
              : List.of(EncryptionConfigurationReader.read("config", config.getBytes(UTF_8)));
      try (KeyRing ring = KeyRing.of(configurations, new ToyKms());
          ValueTransformers worker = ring.newWorker()) {
        OptionalLong length = worker.plainLength(shifted, SHIFT, stored.length);
        OptionalInt opened = opened(worker, vector, shifted, stored.length);
        if (length.isPresent() && opened.isPresent()) {
          told++;
          if (length.getAsLong() != opened.getAsInt()) {
            wrong.add(vector.get("id") + ": " + length + " and not " + opened);
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(told > 50, told + " lengths were told");
  }

  private static OptionalInt opened(
      ValueTransformers worker, JsonNode vector, byte[] stored, int length) {
    try {
      GroupResource resource = GroupResource.parse(vector.get("resource").asString());
      EtcdKey path = EtcdKey.of(vector.get("etcdPath").asString());
      return OptionalInt.of(worker.decrypt(resource, path, stored, SHIFT, length).length());
    } catch (ValueDecryptionException e) {
      return OptionalInt.empty();
    }
  }

  /// Not of KMS v1, whose values are under one of two ciphers.
  @Property(tries = 500)
  void whatWasWrittenHasTheLengthThatIsTold(
      @ForAll RoundTripTest.Writer writer, @ForAll @IntRange(max = 70_000) int length)
      throws KmsPluginException {
    byte[] plain = TestRings.object(length);
    try (KeyRing ring = writer.ring();
        ValueTransformers worker = ring.newWorker()) {
      byte[] stored = worker.encrypt(TestRings.SECRETS, TestRings.PATH, plain, 0, length);
      OptionalLong expected =
          switch (writer) {
            case IDENTITY, KMS_V1 -> OptionalLong.empty();
            default -> OptionalLong.of(length);
          };
      assertEquals(expected, worker.plainLength(stored, 0, stored.length));
    }
  }

  @Test
  void twoKeysOfOneNameLeaveTheLengthOpen() throws KmsPluginException {
    try (KeyRing ring = TestRings.ring(TestRings.keys("aescbc", "k=1/32", "k=2/32"));
        ValueTransformers worker = ring.newWorker()) {
      byte[] stored = worker.encrypt(TestRings.SECRETS, TestRings.PATH, new byte[9], 0, 9);
      assertEquals(OptionalLong.empty(), worker.plainLength(stored, 0, stored.length));
    }
  }
}
