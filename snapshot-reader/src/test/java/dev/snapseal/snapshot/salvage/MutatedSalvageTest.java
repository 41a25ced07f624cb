package dev.snapseal.snapshot.salvage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.check.CheckOptions;
import dev.snapseal.snapshot.check.Finding;
import dev.snapseal.snapshot.check.Severity;
import dev.snapseal.snapshot.check.SnapshotChecker;
import dev.snapseal.snapshot.salvage.SalvagedBackup.Include;
import dev.snapseal.testdata.Mutations;
import dev.snapseal.testdata.TestData;
import dev.snapseal.testdata.damage.Damage;
import dev.snapseal.testdata.damage.DamagedSnapshots;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Damage without a plan, and each rule broken: what is made of it is always sound.
final class MutatedSalvageTest {
  private static final long SEED = 20_261_126;
  private static final int MUTATIONS = 300;
  private static final int META_BYTES = 2 * 4096;

  @Test
  @Timeout(60)
  void mutationsOfARealFileGiveSoundFilesWithMetaPagesAndWithout() throws IOException {
    byte[] sound = Files.readAllBytes(TestData.cluster("etcd-3.6").epoch("0-plain"));
    Mutations mutations = Mutations.of(sound, SEED);
    int saved = 0;
    for (int index = 0; index < MUTATIONS; index++) {
      byte[] file = mutations.file(index);
      if (index % 2 == 1) {
        Arrays.fill(file, 0, Math.min(META_BYTES, file.length), (byte) 0);
      }
      saved += isSaved(file, "mutation " + index + " of seed " + SEED) ? 1 : 0;
    }
    assertTrue(saved > MUTATIONS * 9 / 10, saved + " of " + MUTATIONS);
  }

  static Stream<Damage> damages() {
    return DamagedSnapshots.all().stream();
  }

  @ParameterizedTest
  @MethodSource("damages")
  @Timeout(20)
  void whateverRuleIsBrokenTheNewFileKeepsAll(Damage damage) throws IOException {
    isSaved(damage.bytes(), damage.name());
  }

  /// What a server reads without a word is left as it was: a version of 0, a key that is empty.
  private static List<Finding> faults(Snapshot written) throws IOException {
    return SnapshotChecker.check(written, CheckOptions.records()).findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .filter(finding -> finding.rule() != StructureRule.KEY_VALUE)
        .toList();
  }

  private static boolean isSaved(byte[] file, String name) throws IOException {
    SnapshotBytes bytes = new SnapshotBytes("damaged.db", MemorySegment.ofArray(file));
    for (Include include : Include.values()) {
      try (SalvagedBackup backup = SalvagedBackup.of(bytes, include);
          Snapshot written = SavedFile.write(backup)) {
        assertEquals(List.of(), faults(written), name);
        assertTrue(written.length() <= file.length + (64L << 10), name);
      } catch (CorruptSnapshotException e) {
        return false;
      }
    }
    return true;
  }
}
