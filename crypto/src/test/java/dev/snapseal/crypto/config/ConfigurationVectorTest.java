package dev.snapseal.crypto.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.crypto.EncryptionAtRestVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConfigurationVectorTest {
  private static final Pattern SECRET = Pattern.compile("secret\"?: ?\"?([A-Za-z0-9+/=_-]{8,})");

  /// Where the genuine text shows the file or an element with its secrets.
  private static final Pattern WHOLE_FILE = Pattern.compile("is missing in '.*'", Pattern.DOTALL);

  private static final Pattern WHOLE_ELEMENT =
      Pattern.compile("Invalid value: \\{.*\\}: more than one provider");

  @Test
  void everyConfigurationIsAcceptedOrRefusedAsByTheApiServer() {
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (JsonNode vector : EncryptionAtRestVectors.configurations()) {
      count++;
      String expected = vector.get("accepted").asBoolean() ? "accepted" : error(vector);
      String actual = actual(vector);
      if (!expected.equals(actual)) {
        wrong.add(vector.get("comment") + "\n  " + expected + "\n  " + actual);
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertEquals(160, count);
  }

  @Test
  void noRefusalPrintsASecret() {
    for (JsonNode vector : EncryptionAtRestVectors.configurations()) {
      Matcher secret = SECRET.matcher(vector.get("config").asString());
      String actual = actual(vector);
      while (secret.find()) {
        assertEquals(-1, actual.indexOf(secret.group(1)), vector.get("comment").asString());
      }
    }
  }

  private static String error(JsonNode vector) {
    String genuine = vector.get("error").asString();
    String withoutFile = WHOLE_FILE.matcher(genuine).replaceAll("is missing in 'REDACTED'");
    return WHOLE_ELEMENT
        .matcher(withoutFile)
        .replaceAll("Invalid value: \"REDACTED\": more than one provider");
  }

  private static String actual(JsonNode vector) {
    byte[] content = vector.get("config").asString().getBytes(UTF_8);
    try (EncryptionConfiguration configuration =
        vector.get("reload").asBoolean()
            ? EncryptionConfigurationReader.readForAutomaticReload("config.yaml", content)
            : EncryptionConfigurationReader.read("config.yaml", content)) {
      return configuration.rules().isEmpty() ? "without rules" : "accepted";
    } catch (InvalidConfigurationException e) {
      return e.getMessage();
    }
  }
}
