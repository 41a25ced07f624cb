package dev.snapseal.tools.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.damage.Damage;
import dev.snapseal.testdata.damage.DamagedSnapshots;
import dev.snapseal.tools.ProgramRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every damage there is, as far as it can be told without an etcd.
final class DamagedFilesTest {
  /// Found sound by this far, wrong by a later step, or no input at all.
  private static final Set<Integer> CODES = Set.of(1, 4);

  @TempDir private Path folder;

  @Test
  void aDrillOfADamagedFileEndsInAFailedStep() throws Exception {
    Path noPrograms = Files.createDirectory(folder.resolve("none"));
    Path work = Files.createDirectory(folder.resolve("work"));
    Set<String> wrong = new TreeSet<>();
    for (Damage damage : DamagedSnapshots.all()) {
      Path file = Files.write(folder.resolve("damaged.db"), damage.bytes());
      ProgramRun run = ProgramRun.of("drill", file, "--etcd", noPrograms, "--work-dir", work);
      if (!CODES.contains(run.code())) {
        wrong.add(damage.name() + ": " + run.code() + " " + run.err());
      }
      boolean saysWhatToDo = run.out().contains("do: ") || run.err().contains("hint:");
      if (!saysWhatToDo) {
        wrong.add(damage.name() + " has no remedy");
      }
    }
    assertEquals(Set.of(), wrong);
    try (var left = Files.list(work)) {
      assertTrue(left.toList().equals(List.of()));
    }
  }
}
