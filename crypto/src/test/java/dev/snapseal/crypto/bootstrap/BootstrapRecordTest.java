package dev.snapseal.crypto.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.crypto.bootstrap.BootstrapException.Reason;
import dev.snapseal.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Records that a Python script sealed, which knows nothing of this code.
class BootstrapRecordTest {

  @Test
  void everyRecordOpensOrIsRefusedForTheRightReason() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (JsonNode one : cases()) {
      String outcome = outcome(one);
      if (!outcome.equals(one.get("outcome").asString())) {
        wrong.add(one.get("name").asString() + ": " + outcome);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static String outcome(JsonNode one) {
    try {
      byte[] json = record(one).open(token(one.get("token").asString()));
      return new String(json, UTF_8).startsWith("{\"ServerCA\": ") ? "opens" : "other content";
    } catch (BootstrapException e) {
      return e.reason().name();
    }
  }

  @Test
  void anyChangedByteOfTheCiphertextIsDamage() throws IOException, BootstrapException {
    JsonNode one = cases().get(0);
    byte[] value = one.get("value").asString().getBytes(UTF_8);
    ServerToken token = token(one.get("token").asString());
    for (int i = 20; i < value.length - 4; i += 37) {
      byte[] changed = value.clone();
      changed[i] = (byte) (changed[i] == 'A' ? 'B' : 'A');
      BootstrapRecord record = BootstrapRecord.parse(one.get("etcdKey").asString(), changed);
      BootstrapException failure = assertThrows(BootstrapException.class, () -> record.open(token));
      assertEquals(Reason.DAMAGED, failure.reason());
    }
  }

  @Test
  void aKeyThatNamesNoPassphraseLeavesAllOfThemToBeTried() throws IOException, BootstrapException {
    JsonNode one = cases().get(0);
    byte[] value = one.get("value").asString().getBytes(UTF_8);
    BootstrapRecord record = BootstrapRecord.parse("/bootstrap/data", value);
    assertTrue(record.open(token(one.get("token").asString())).length > 0);
    BootstrapException failure =
        assertThrows(BootstrapException.class, () -> record.open(token("another")));
    assertEquals(Reason.OTHER_TOKEN, failure.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "abcdef.0123456789abcdef", "K10::abcdef.0123456789abcdef", "a\nb"})
  void whatSealsNothingIsNoToken(String text) {
    assertTrue(ServerToken.parse(text.getBytes(UTF_8)).isEmpty());
  }

  @Test
  void aTokenIsReadWithoutItsLineEndAndNeverPrinted() {
    ServerToken token = token("K10::server:secret:with:colons\r\n");
    assertEquals(
        List.of("secret:with:colons", "K10::server:secret:with:colons", ""), token.passphrases());
    assertFalse(token.toString().contains("secret"));
  }

  @Test
  void aPasswordOfAFewCharactersCanBeGuessed() {
    assertTrue(token("K10::server:fifteen letters").isGuessable());
    assertFalse(token("K10::server:sixteen  letters").isGuessable());
  }

  private static BootstrapRecord record(JsonNode one) throws BootstrapException {
    return BootstrapRecord.parse(
        one.get("etcdKey").asString(), one.get("value").asString().getBytes(UTF_8));
  }

  private static ServerToken token(String text) {
    return ServerToken.parse(text.getBytes(UTF_8)).orElseThrow();
  }

  private static JsonNode cases() throws IOException {
    byte[] json = Files.readAllBytes(TestData.resource("bootstrap/records.json"));
    return JsonMapper.shared().readTree(json).get("cases");
  }
}
