package dev.snapseal.tools.caseindex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.LargeSnapshot;
import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.Main;
import dev.snapseal.tools.ProgramRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `case add` in a process of its own: killed at random moments (`kill -9`), and beside another.
///
/// `-Dsnapseal.kills=50` kills it more often.
final class KilledCaseIT {
  private static final int KILLS = Integer.getInteger("snapseal.kills", 6);
  private static final long SEED = 20261126;
  private static final int SAVES = 60;

  @TempDir private Path folder;

  private final List<Path> files = new ArrayList<>();

  @BeforeEach
  void makeBackups() throws IOException {
    BuiltSaves.write(folder, SEED, SAVES);
    for (int i = 1; i <= SAVES; i++) {
      files.add(BuiltSaves.file(folder, i));
    }
    // One that takes longer than all of these, so that kills fall amid it too.
    Path large = folder.resolve("large.db");
    LargeSnapshot.main(
        new String[] {
          "--values",
          "20000",
          "--bytes",
          "40MiB",
          "--output",
          large.toString(),
          "--config-output",
          folder.resolve("large.yaml").toString()
        });
    files.add(SAVES / 2, large);
    for (String epoch : List.of("0-plain", "2-cbc2", "5-stamp")) {
      files.add(TestData.cluster("etcd-3.6").epoch(epoch));
    }
    files.add(TestData.cluster("remnant-3.6").finalDb());
  }

  @Test
  void whatWasKilledEndsAsIfItHadNotBeen() throws Exception {
    Path undisturbed = folder.resolve("undisturbed");
    long start = System.nanoTime();
    // Without keys some values stay unopened, and that is what 3 says.
    assertEquals(3, start(undisturbed).waitFor(), Files.readString(log()));
    long longest = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    Path killed = Files.createDirectory(folder.resolve("killed"));
    Files.copy(undisturbed.resolve("case.key"), killed.resolve("case.key"));
    Random random = new Random(SEED);
    int inTime = 0;
    int unfinished = 0;
    int before = 0;
    for (int i = 0; i < KILLS; i++) {
      Process process = start(killed);
      boolean ended = process.waitFor(random.nextLong(longest), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      inTime += ended ? 0 : 1;
      unfinished += isUnfinished(killed) ? 1 : 0;
      int evidences = wholeEvidences(killed);
      assertTrue(evidences >= before, evidences + " evidences, and " + before + " before");
      before = evidences;
      if (evidences == files.size()) {
        remake(killed);
        before = 0;
      }
    }
    assertEquals(3, start(killed).waitFor(), Files.readString(log()));
    assertEquals(IndexDump.of(undisturbed), IndexDump.of(killed));
    indexAnew(undisturbed, killed, random);
    System.out.printf(
        "%d kills of seed %d, %d in time, %d of these amid an evidence%n",
        KILLS, SEED, inTime, unfinished);
  }

  /// With keys that were not in hand before.
  private void indexAnew(Path undisturbed, Path killed, Random random) throws Exception {
    String config = folder.resolve("large.yaml").toString();
    long start = System.nanoTime();
    assertEquals(3, start(undisturbed, "--config", config).waitFor(), Files.readString(log()));
    long longest = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    String before = IndexDump.of(killed);
    String after = IndexDump.of(undisturbed);
    assertNotEquals(before, after);
    for (int i = 0; i < KILLS; i++) {
      Process process = start(killed, "--config", config);
      process.waitFor(random.nextLong(longest), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      assertEquals(files.size(), wholeEvidences(killed));
    }
    assertEquals(3, start(killed, "--config", config).waitFor(), Files.readString(log()));
    assertEquals(after, IndexDump.of(killed));
  }

  /// From the beginning, so that later kills do not find everything done.
  private static void remake(Path made) throws IOException {
    try (var left = Files.walk(made.resolve("index"))) {
      for (Path path : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static boolean isUnfinished(Path made) throws IOException {
    try {
      return Files.exists(made.resolve("index/CURRENT")) && !IndexDump.pending(made).isEmpty();
    } catch (CaseException e) {
      // Killed while the index was made.
      assertEquals(CaseException.Problem.EMPTY, e.problem());
      return false;
    }
  }

  /// How many evidences can be asked for; those are whole.
  private static int wholeEvidences(Path made) {
    ProgramRun run = ProgramRun.of("case", made, "timeline", "-o", "json");
    boolean isNoneYet =
        run.err().contains("holds no case") || run.err().contains("nothing was added");
    if (run.code() == 6 && isNoneYet) {
      return 0;
    }
    assertEquals(0, run.code(), run.err());
    return run.json().get("evidences").size();
  }

  @Test
  void aSecondAddIsRefusedAndReadingIsNot() throws Exception {
    Path made = folder.resolve("shared");
    assertEquals(0, ProgramRun.of("case", made, "add", files.getFirst()).code());
    try (CaseIndex holder = CaseIndex.openToAdd(made)) {
      assertEquals(1, holder.evidences().size());
      assertEquals(6, start(made).waitFor());
      assertTrue(
          Files.readString(log()).contains("another program is adding to this case"),
          Files.readString(log()));
      ProgramRun within = ProgramRun.of("case", made, "add", files.get(1));
      assertEquals(6, within.code());
      assertTrue(within.err().contains("hint:  wait until it is done"), within.err());
      assertEquals(1, ProgramRun.of("case", made, "exposed").code());
    }
    assertEquals(0, ProgramRun.of("case", made, "add", files.get(1)).code());
  }

  private Process start(Path made, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "case",
                made.toString(),
                "add"));
    command.addAll(List.of(options));
    files.forEach(file -> command.add(file.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .redirectInput(new File("/dev/null"))
        .start();
  }

  private Path log() {
    return folder.resolve("log");
  }
}
