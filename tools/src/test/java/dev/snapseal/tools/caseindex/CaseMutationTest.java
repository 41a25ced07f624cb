package dev.snapseal.tools.caseindex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Cluster;
import dev.snapseal.testdata.Mutations;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged backups: each is added as far as it can be read, or refused by itself.
class CaseMutationTest {
  private static final int FILES = 60;
  private static final long SEED = 5;

  @TempDir private Path folder;

  @Test
  void damagedBackupsEndInDeclaredErrors() throws IOException {
    Cluster cluster = TestData.cluster("remnant-3.6");
    byte[] sound = Files.readAllBytes(cluster.finalDb());
    Path made = folder.resolve("case");
    Path config = cluster.config();
    assertEquals(
        0, ProgramRun.of("case", made, "add", cluster.finalDb(), "--config", config).code());
    Mutations mutations = Mutations.of(sound, SEED);
    Set<Integer> codes = new TreeSet<>();
    for (int i = 0; i < FILES; i++) {
      Path file = Files.write(folder.resolve("mutated"), mutations.file(i));
      ProgramRun run = ProgramRun.of("case", made, "add", file, "--config", config);
      assertTrue(Set.of(0, 3, 4).contains(run.code()), i + ": " + run.code() + run.err());
      assertFalse(run.err().contains("Exception"), i + ": " + run.err());
      codes.add(run.code());
    }
    assertEquals(Set.of(0, 3, 4), codes);
    ProgramRun exposed = ProgramRun.of("case", made, "exposed", "-o", "json");
    assertEquals(3, exposed.code(), exposed.err());
    assertTrue(exposed.json().get("summary").get("exposed").asInt() >= 260);
    assertEquals(0, ProgramRun.of("case", made, "timeline").code());
  }
}
