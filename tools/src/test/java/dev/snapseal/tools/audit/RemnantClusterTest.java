package dev.snapseal.tools.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A real backup whose every live value is encrypted and whose history is compacted away; 260
/// plaintext Secrets survive on its free pages.
final class RemnantClusterTest {
  private static final Cluster CLUSTER = TestData.cluster("remnant-3.6");

  private final JsonNode truth = ProgramRun.parse(CLUSTER.truth());

  @Test
  void everySurvivingSecretIsFoundWhereItStands() throws IOException {
    byte[] file = Files.readAllBytes(CLUSTER.finalDb());
    Map<String, List<JsonNode>> findings = freeFindings();
    assertEquals(260, findings.size());
    for (Map.Entry<String, JsonNode> secret : truth.get("survive").properties()) {
      for (JsonNode offset : secret.getValue()) {
        assertTrue(
            findings.get(secret.getKey()).stream()
                .anyMatch(finding -> holds(file, finding, offset.asInt())),
            secret.getKey() + " at " + offset);
      }
    }
  }

  @Test
  void theVerdictSaysThatNothingButFreeSpaceIsReadable() {
    ProgramRun run = ProgramRun.of("audit", CLUSTER.finalDb());
    assertEquals(1, run.code());
    assertEquals(
        "READABLE: 260 plaintext values of secrets: 0 live, 0 superseded, 260 in free space",
        run.out().lines().findFirst().orElse(""));
  }

  @Test
  void withoutFreeSpaceNothingReadableIsFoundAndNothingIsPromised() {
    ProgramRun run = ProgramRun.of("audit", "--scope", "history", "-o", "json", CLUSTER.finalDb());
    assertEquals(0, run.code());
    assertEquals("undetermined", run.json().get("verdict").asString());
    assertTrue(
        run.json().get("coverage").get("examined").asLong()
            < run.json().get("coverage").get("bytes").asLong());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "sarif", "prometheus"})
  void noPlaintextIsPrinted(String format) {
    ProgramRun run =
        ProgramRun.of("audit", "-o", format, "--config", CLUSTER.config(), CLUSTER.finalDb());
    assertEquals(1, run.code());
    assertFalse(run.out().isBlank());
    for (Map.Entry<String, JsonNode> canary : truth.get("canaries").properties()) {
      for (String form : forms(canary.getValue().asString())) {
        assertFalse(run.out().contains(form), "canary of " + canary.getKey());
        assertFalse(run.err().contains(form), "canary of " + canary.getKey());
      }
    }
  }

  @Test
  void theDataDirectoryHoldsRemnantsToo() {
    ProgramRun run = ProgramRun.of("audit", "-o", "json", CLUSTER.dataDirectory());
    assertEquals(1, run.code());
    assertEquals("readable", run.json().get("verdict").asString());
  }

  private static Map<String, List<JsonNode>> freeFindings() {
    Map<String, List<JsonNode>> findings = new HashMap<>();
    for (JsonNode finding :
        ProgramRun.of("audit", "-o", "json", CLUSTER.finalDb()).json().get("findings")) {
      if (finding.get("rule").asString().equals("SS003")) {
        assertEquals("free", finding.get("scope").asString());
        assertEquals("secrets", finding.get("resource").asString());
        findings
            .computeIfAbsent(finding.get("objectName").asString(), name -> new ArrayList<>())
            .add(finding);
      }
    }
    return findings;
  }

  private static boolean holds(byte[] file, JsonNode finding, int canary) {
    int offset = finding.get("offset").asInt();
    int page = finding.get("page").asInt();
    return offset <= canary
        && canary < offset + StoredBytes.valueLength(file, offset)
        && (page == offset / 4096 || page == offset / 4096 - 1);
  }

  /// The random part as it is, and in base64 at each of the three alignments.
  private static List<String> forms(String canary) {
    String secret = canary.substring(canary.length() - 16);
    List<String> forms = new ArrayList<>(List.of(secret));
    for (int lead = 0; lead < 3; lead++) {
      String encoded =
          Base64.getEncoder().encodeToString((" ".repeat(lead) + secret).getBytes(UTF_8));
      forms.add(encoded.substring(4, 20));
    }
    return forms;
  }

  @Test
  void whatTheScopeLeavesOutIsNamedAsNotExamined() {
    String text = ProgramRun.of("audit", CLUSTER.finalDb(), "--scope", "live").out();
    assertTrue(text.contains("leaf 337,027, trailer 32; not examined: slack 163,338, free"), text);
  }

  @Test
  void aKeyThatTheConfigurationLacksIsLookedForInAnother() {
    String config = TestData.cluster("etcd-3.6").config().toString();
    ProgramRun run =
        ProgramRun.of("get", CLUSTER.finalDb(), "secret/prod/s0020", "--config", config);
    assertEquals(5, run.code());
    assertTrue(
        run.err().contains("hint:  add an older configuration that has the key: "), run.err());
    assertTrue(run.err().endsWith(" --config " + config + " --config old.yaml\n"), run.err());
  }
}
