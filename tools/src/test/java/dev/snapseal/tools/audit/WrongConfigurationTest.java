package dev.snapseal.tools.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A configuration of another cluster, and one that lies where the backup lies.
final class WrongConfigurationTest {
  private static final Path STORE = TestData.cluster("etcd-3.6").finalDb();

  @TempDir private Path folder;

  private Path other() throws Exception {
    return Files.writeString(
        folder.resolve("other.json"),
        """
        {"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration","resources":[
         {"resources":["secrets"],"providers":[{"aescbc":{"keys":[
          {"name":"key-of-another","secret":"%s"}]}}]}]}
        """
            .formatted(Base64.getEncoder().encodeToString("z".repeat(32).getBytes(UTF_8))));
  }

  @Test
  void thatNothingOpensIsSaidFirst() throws Exception {
    ProgramRun run = ProgramRun.of("audit", STORE, "--config", other());
    String text = run.out();
    int said = text.indexOf("keys      nothing opened: is this the configuration of that cluster?");
    assertTrue(said > 0 && said < text.indexOf("SS006"), text);
    assertTrue(text.contains("It has k8s:enc:aescbc:v1:key-of-another:; the values need "), text);
    assertTrue(text.contains("k8s:enc:aescbc:v1:k-866:"), text);
    assertFalse(text.contains("Keep the old key"), text);
    assertTrue(text.contains("snapseal needs " + STORE), text);
    JsonNode json = ProgramRun.of("audit", "-o", "json", STORE, "--config", other()).json();
    assertTrue(json.get("nothingOpened").asBoolean());
    assertEquals("key-of-another", json.get("configuredKeys").get(0).get("name").asString());
  }

  @Test
  void theRightOneAndNoneAtAllAreNotDoubted() {
    Path right = TestData.cluster("etcd-3.6").config();
    for (ProgramRun run :
        List.of(ProgramRun.of("audit", STORE, "--config", right), ProgramRun.of("audit", STORE))) {
      assertFalse(run.out().contains("nothing opened"), run::out);
    }
  }

  private static List<String> besides(ProgramRun run) {
    List<String> found = new ArrayList<>();
    for (JsonNode finding : run.json().get("findings")) {
      if (finding.get("rule").asString().equals("SS019")) {
        found.add(finding.get("severity").asString() + " " + finding.get("path").asString());
      }
    }
    return found;
  }

  @Test
  void keysInTheDirectoryOfTheBackupAreNoted() throws Exception {
    Path store = Files.copy(STORE, folder.resolve("etcd.db"));
    Path config = Files.copy(TestData.cluster("etcd-3.6").config(), folder.resolve("config.json"));
    ProgramRun beside = ProgramRun.of("audit", "-o", "json", store, "--config", config);
    assertEquals(List.of("note " + config), besides(beside));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("config.json");
    Files.copy(config, elsewhere);
    ProgramRun apart = ProgramRun.of("audit", "-o", "json", store, "--config", elsewhere);
    assertEquals(List.of(), besides(apart));
    assertEquals(apart.code(), beside.code());
  }
}
