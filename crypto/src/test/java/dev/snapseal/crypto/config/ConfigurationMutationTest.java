package dev.snapseal.crypto.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.snapseal.crypto.EncryptionAtRestVectors;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConfigurationMutationTest {
  private static final int PER_FILE = 100;
  private static final String TOKENS =
      "{}[]:,-?&*!|>'\"%@`#\t\n \\~<=_.0123456789yn\u0000\u00fc\uFEFF";

  /// Another run: `-Dsnapseal.seed=NUMBER`.
  private static final long SEED = Long.getLong("snapseal.seed", 20260102);

  @Test
  void aMutatedFileIsAcceptedOrRefusedAndPrintsNoSecret() {
    Random random = new Random(SEED);
    int answers = 0;
    for (JsonNode vector : EncryptionAtRestVectors.configurations()) {
      byte[] content = vector.get("config").asString().getBytes(UTF_8);
      for (int i = 0; i < PER_FILE; i++) {
        byte[] mutated = mutate(content, random);
        String answer = answer(mutated);
        assertFalse(answer.contains("dWZXSLmqm4"), () -> "seed " + SEED + ": " + answer);
        answers++;
      }
    }
    assertEquals(160 * PER_FILE, answers);
  }

  private static String answer(byte[] content) {
    try (EncryptionConfiguration configuration =
        EncryptionConfigurationReader.read("mutated", content)) {
      return configuration.toString();
    } catch (InvalidConfigurationException e) {
      return e.getMessage();
    }
  }

  private static byte[] mutate(byte[] content, Random random) {
    byte[] mutated = content;
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      int at = random.nextInt(mutated.length + 1);
      int end = Math.min(mutated.length, at + random.nextInt(12));
      mutated =
          switch (random.nextInt(4)) {
            case 0 -> splice(mutated, at, at, token(random));
            case 1 -> splice(mutated, at, end, new byte[0]);
            case 2 -> splice(mutated, at, end, new byte[] {(byte) random.nextInt(256)});
            default -> splice(mutated, at, at, Arrays.copyOfRange(mutated, at, end));
          };
    }
    return mutated;
  }

  private static byte[] token(Random random) {
    int at = random.nextInt(TOKENS.length());
    return TOKENS.substring(at, at + 1).repeat(1 + random.nextInt(3)).getBytes(UTF_8);
  }

  private static byte[] splice(byte[] content, int start, int end, byte[] instead) {
    byte[] spliced = new byte[content.length - (end - start) + instead.length];
    System.arraycopy(content, 0, spliced, 0, start);
    System.arraycopy(instead, 0, spliced, start, instead.length);
    System.arraycopy(content, end, spliced, start + instead.length, content.length - end);
    return spliced;
  }
}
