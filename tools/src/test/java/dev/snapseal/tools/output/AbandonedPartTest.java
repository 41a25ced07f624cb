package dev.snapseal.tools.output;

import static dev.snapseal.tools.output.OutputFixture.namesIn;
import static dev.snapseal.tools.output.OutputFixture.refusal;
import static dev.snapseal.tools.output.OutputFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.tools.output.OutputFile.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What lies where the part file would be.
final class AbandonedPartTest {
  @TempDir private Path folder;
  private Path target;
  private Path part;

  @BeforeEach
  void nameFiles() {
    target = folder.resolve("out.db");
    part = folder.resolve(".out.db.snapseal-part");
  }

  @Test
  void aPartThatNobodyWritesIsRemoved() throws IOException {
    Files.writeString(part, "what a killed run left, and longer than what comes now");
    write(target, Existing.REFUSE, "whole");
    assertEquals("whole", Files.readString(target));
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void aPartIsRemovedAlsoWhenTheTargetIsRefused() throws IOException {
    Files.writeString(target, "killed between its two names");
    Files.createLink(part, target);
    refusal(target, Existing.REFUSE);
    assertEquals("killed between its two names", Files.readString(target));
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void aPlantedSymbolicLinkIsNeitherFollowedNorRemoved() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Files.createSymbolicLink(part, victim);
    OutputException refusal = refusal(target, Existing.REPLACE);
    assertEquals(
        "[%s] %s is in the way: it is no regular file".formatted(target, part),
        refusal.getMessage());
    assertEquals("look at it: ls -ld " + part, refusal.hint());
    assertEquals("precious", Files.readString(victim));
    assertEquals(List.of(".out.db.snapseal-part", "victim"), namesIn(folder));
  }

  @Test
  void aPlantedSymbolicLinkToNothingMakesNoFile() throws IOException {
    Files.createSymbolicLink(part, folder.resolve("nowhere"));
    refusal(target, Existing.REFUSE);
    assertEquals(List.of(".out.db.snapseal-part"), namesIn(folder));
  }

  @Test
  void aFolderInTheWayIsNotRemoved() throws IOException {
    Files.createDirectory(part);
    refusal(target, Existing.REPLACE);
    assertEquals(List.of(".out.db.snapseal-part"), namesIn(folder));
  }

  @Test
  void aPipeInTheWayIsNotWaitedFor() throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("mkfifo", part.toString()).start().waitFor());
    refusal(target, Existing.REPLACE);
    assertEquals(List.of(".out.db.snapseal-part"), namesIn(folder));
  }

  @Test
  void theSameFileIsNotWrittenTwiceAtOnceInOneProcess() throws IOException {
    try (OutputFile first = OutputFile.create(target, Existing.REPLACE, List.of())) {
      write(first, "first");
      OutputException refusal =
          refusal(folder.resolve("../" + folder.getFileName() + "/out.db"), Existing.REPLACE);
      assertEquals(true, refusal.getMessage().endsWith("] another run is writing this file"));
      first.commit();
    }
    assertEquals("first", Files.readString(target));
    write(target, Existing.REPLACE, "second");
    assertEquals("second", Files.readString(target));
  }
}
