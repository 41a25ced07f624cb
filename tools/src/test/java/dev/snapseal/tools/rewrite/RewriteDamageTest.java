package dev.snapseal.tools.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.Mutations;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.damage.Damage;
import dev.snapseal.testdata.damage.DamagedSnapshots;
import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged files: a rewrite makes a sound file, or none and says why.
final class RewriteDamageTest {
  private static final Set<Integer> REFUSED = Set.of(4, 6);

  @TempDir private Path folder;

  static List<Damage> damages() {
    return DamagedSnapshots.all();
  }

  @ParameterizedTest
  @MethodSource("damages")
  void aDamagedFileBecomesSoundOrNothing(Damage damage) throws IOException {
    compact(damage.bytes());
  }

  @Test
  void aMutatedFileBecomesSoundOrNothing() throws IOException {
    byte[] sound = Files.readAllBytes(TestData.cluster("remnant-3.6").finalDb());
    Mutations mutations = Mutations.of(sound, 4);
    int made = 0;
    for (int i = 0; i < 300; i++) {
      made += compact(mutations.file(i)) ? 1 : 0;
    }
    assertTrue(made > 10 && made < 300, made + " of 300 mutated files were made anew");
  }

  /// @return whether a file was made
  private boolean compact(byte[] bytes) throws IOException {
    Path source = Files.write(folder.resolve("source.db"), bytes);
    Path output = folder.resolve("new.db");
    ProgramRun run = ProgramRun.of("compact", source, "--output", output);
    assertArrayEquals(bytes, Files.readAllBytes(source));
    if (REFUSED.contains(run.code())) {
      assertFalse(Files.exists(output));
      assertTrue(run.err().startsWith("error: "), run.err());
      assertTrue(run.err().contains("hint:  "), run.err());
      return false;
    }
    assertEquals(0, run.code(), run::err);
    ProgramRun check = ProgramRun.of("check", output);
    assertEquals(0, check.code(), check::out);
    Files.delete(output);
    return true;
  }
}
