package dev.snapseal.tools.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.testdata.TestData;
import dev.snapseal.tools.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A drill in a process of its own that does not come to its end: no etcd stays, and no folder.
final class KilledDrillIT {
  private static final Path PEERS = Path.of(System.getProperty("snapseal.peers", ""));
  private static final long SECONDS = 30;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "KILL, 137"})
  void leavesNothingWhileItsEtcdRuns(String signal, int code) throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    Process drill = start(work, PEERS);
    await(() -> isRunning(work, "--listen-client-urls="));
    kill(signal, drill);
    assertTrue(drill.waitFor(SECONDS, TimeUnit.SECONDS));
    assertEquals(code, drill.exitValue());
    await(() -> Drill.processesIn(work).isEmpty() && isEmpty(work));
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "KILL, 137"})
  void leavesNothingWhileItRestores(String signal, int code) throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    Path programs = Files.createDirectory(folder.resolve("programs"));
    script(programs.resolve("etcd"), "exec " + PEERS.resolve("etcd") + " \"$@\"");
    script(
        programs.resolve("etcdutl"),
        "[ \"$1\" = version ] && exec echo version: 3.6.14; sleep 600");
    Process drill = start(work, programs);
    await(() -> isRunning(work, "snapshot restore"));
    kill(signal, drill);
    assertTrue(drill.waitFor(SECONDS, TimeUnit.SECONDS));
    assertEquals(code, drill.exitValue());
    await(() -> Drill.processesIn(work).isEmpty() && isEmpty(work));
  }

  /// If the shells are killed as well, nobody is left to remove the folder.
  @Test
  void theNextDrillRemovesWhatAKilledOneLeft() throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    Path abandoned = Files.createDirectories(work.resolve("snapseal-drill-1/data"));
    Files.writeString(abandoned.resolve("db"), "old");
    try (DrillFolder other = DrillFolder.create(work)) {
      Files.copy(other.resolve("lock"), work.resolve("snapseal-drill-1/lock"));
    }
    Path unlocked = Files.createDirectory(work.resolve("snapseal-drill-2"));
    Files.setLastModifiedTime(unlocked, FileTime.from(Instant.now().minusSeconds(3600)));
    Path outside = Files.writeString(folder.resolve("outside"), "stays");
    Files.createSymbolicLink(abandoned.resolve("link"), outside);
    Drill.of(folder, TestData.cluster("etcd-3.6").epoch("0-plain"), "--etcd", PEERS);
    assertTrue(isEmpty(work));
    assertEquals("stays", Files.readString(outside));
  }

  @Test
  void aDrillThatGoesOnKeepsItsFolder() throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    try (DrillFolder other = DrillFolder.create(work)) {
      Files.writeString(other.resolve("db"), "in use");
      Process drill = start(work, PEERS);
      assertTrue(drill.waitFor(SECONDS, TimeUnit.SECONDS));
      assertEquals(0, drill.exitValue(), Files.readString(folder.resolve("log")));
      assertTrue(Files.exists(other.resolve("db")));
    }
    assertTrue(isEmpty(work));
  }

  private static void script(Path file, String command) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + command + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private Process start(Path work, Path programs) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "drill",
            TestData.cluster("etcd-3.6").epoch("0-plain").toString(),
            "--etcd",
            programs.toString(),
            "--work-dir",
            work.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .redirectInput(new File("/dev/null"))
        .start();
  }

  private static boolean isRunning(Path work, String part) {
    return Drill.programsIn(work).stream().anyMatch(line -> line.contains(part));
  }

  private static boolean isEmpty(Path work) {
    String[] left = work.toFile().list();
    return left != null && left.length == 0;
  }

  private static void kill(String signal, Process process) throws Exception {
    assertEquals(
        0,
        new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid()))
            .start()
            .waitFor());
  }

  private void await(BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      assertFalse(
          System.nanoTime() - end > 0, () -> "waited in vain; " + List.of(folder.toFile().list()));
      Thread.sleep(50);
    }
  }
}
