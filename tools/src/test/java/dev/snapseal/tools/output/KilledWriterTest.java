package dev.snapseal.tools.output;

import static dev.snapseal.tools.output.OutputFixture.namesIn;
import static dev.snapseal.tools.output.OutputFixture.refusal;
import static dev.snapseal.tools.output.OutputFixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.output.OutputFile.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What other processes leave that write files and end before they are done.
final class KilledWriterTest {
  private static final int CHUNKS = 8;

  @TempDir private Path folder;

  @Test
  void aFileOfAKilledWriterIsWholeOrAbsentAndItsPartIsRemovedLater()
      throws IOException, InterruptedException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 10; round++) {
      Path target = folder.resolve("round" + round + "-");
      try (WriterProcess writer = WriterProcess.start(target, CHUNKS, "loop").awaitPart()) {
        Thread.sleep(random.nextInt(80));
        writer.kill();
      }
      byte[] whole = WriterMain.content(CHUNKS);
      for (String name : namesIn(folder)) {
        if (name.startsWith(".")) {
          String again = name.substring(1, name.length() - ".snapseal-part".length());
          write(folder.resolve(again), Existing.REPLACE, "the next run");
          Files.delete(folder.resolve(again));
        } else {
          assertArrayEquals(
              whole, Files.readAllBytes(folder.resolve(name)), name + ", seed " + seed);
          Files.delete(folder.resolve(name));
        }
      }
      assertEquals(List.of(), namesIn(folder), "seed " + seed);
    }
  }

  @Test
  void aKilledWriterLeavesItsPartAndTheNextRunIsNotHeldUp()
      throws IOException, InterruptedException {
    Path target = folder.resolve("out.db");
    try (WriterProcess writer = WriterProcess.start(target, CHUNKS, "hold").awaitPart()) {
      writer.kill();
    }
    assertEquals(List.of(".out.db.snapseal-part"), namesIn(folder));
    write(target, Existing.REFUSE, "the next run");
    assertEquals("the next run", Files.readString(target));
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  /// `env` because a shell starts what runs in the background with SIGINT ignored.
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aWriterThatIsToldToEndLeavesNothing(String signal, int code)
      throws IOException, InterruptedException {
    Path target = Files.writeString(folder.resolve("out.db"), "old");
    List<String> listening = List.of("env", "--default-signal=" + signal);
    try (WriterProcess writer =
        WriterProcess.start(listening, target, CHUNKS, "hold").awaitPart()) {
      assertEquals(List.of(".out.db.snapseal-part", "out.db"), namesIn(folder));
      writer.signal(signal);
      assertEquals(code, writer.exitCode());
      assertEquals(List.of(), writer.lines());
    }
    assertEquals("old", Files.readString(target));
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void aWriterThatIsToldToEndWhileItGivesNamesLeavesWholeFiles()
      throws IOException, InterruptedException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 8; round++) {
      Path target = folder.resolve("round" + round + "-");
      try (WriterProcess writer = WriterProcess.start(target, CHUNKS, "loop").awaitPart()) {
        Thread.sleep(random.nextInt(60));
        writer.signal("TERM");
        List<String> lines = writer.lines();
        assertTrue(lines.stream().allMatch("writing"::equals), lines + ", seed " + seed);
        assertEquals(143, writer.exitCode(), "seed " + seed);
      }
    }
    byte[] whole = WriterMain.content(CHUNKS);
    for (String name : namesIn(folder)) {
      assertArrayEquals(whole, Files.readAllBytes(folder.resolve(name)), name + ", seed " + seed);
    }
  }

  @Test
  void aFileThatAnotherProcessWritesIsLeftToIt() throws IOException {
    Path target = folder.resolve("out.db");
    try (WriterProcess _ = WriterProcess.start(target, CHUNKS, "hold").awaitPart()) {
      for (int run = 0; run < 3; run++) {
        OutputException refusal = refusal(target, Existing.REPLACE);
        assertEquals("[" + target + "] another run is writing this file", refusal.getMessage());
        assertEquals("who: fuser -v " + folder + "/.out.db.snapseal-part", refusal.hint());
      }
      assertEquals(List.of(".out.db.snapseal-part"), namesIn(folder));
    }
  }

  @Test
  void processesThatWantTheSameFileNeverSpoilIt() throws IOException, InterruptedException {
    Path target = folder.resolve("out.db");
    try (WriterProcess one = WriterProcess.start(target, CHUNKS, "compete");
        WriterProcess two = WriterProcess.start(target, CHUNKS, "compete");
        WriterProcess three = WriterProcess.start(target, CHUNKS, "compete")) {
      for (WriterProcess writer : List.of(one, two, three)) {
        String last = writer.lines().getLast();
        assertTrue(last.matches("made [1-9][0-9]*"), last);
        assertEquals(0, writer.exitCode());
      }
    }
    assertArrayEquals(WriterMain.content(CHUNKS), Files.readAllBytes(target));
    assertEquals(List.of("out.db"), namesIn(folder));
  }
}
