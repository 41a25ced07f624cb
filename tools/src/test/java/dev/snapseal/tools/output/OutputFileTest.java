package dev.snapseal.tools.output;

import static dev.snapseal.tools.output.OutputFixture.namesIn;
import static dev.snapseal.tools.output.OutputFixture.refusal;
import static dev.snapseal.tools.output.OutputFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snapseal.tools.output.OutputFile.Existing;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A made file from its beginning to its name.
final class OutputFileTest {
  @TempDir private Path folder;
  private Path target;

  @BeforeEach
  void nameTarget() {
    target = folder.resolve("out.db");
  }

  @ParameterizedTest
  @EnumSource
  void aCommittedFileIsWholeAloneAndItsOwnersOnly(Existing existing) throws IOException {
    write(target, existing, "whole");
    assertEquals("whole", Files.readString(target));
    assertEquals(List.of("out.db"), namesIn(folder));
    assertEquals("rw-------", permissions(target));
  }

  @Test
  void beforeTheCommitThereIsOnlyAPartThatIsItsOwnersOnly() throws IOException {
    try (OutputFile file = OutputFile.create(target, Existing.REFUSE, List.of())) {
      write(file, "secret");
      assertEquals(List.of(".out.db.snapseal-part"), namesIn(folder));
      assertEquals("rw-------", permissions(folder.resolve(".out.db.snapseal-part")));
    }
  }

  @Test
  void closingWithoutCommitLeavesNothing() throws IOException {
    try (OutputFile file = OutputFile.create(target, Existing.REFUSE, List.of())) {
      write(file, "never seen");
      file.sync();
    }
    assertEquals(List.of(), namesIn(folder));
  }

  @Test
  void closingWithoutCommitLeavesTheOldFile() throws IOException {
    Files.writeString(target, "old");
    try (OutputFile file = OutputFile.create(target, Existing.REPLACE, List.of())) {
      write(file, "never seen");
    }
    assertEquals("old", Files.readString(target));
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void aFileInTheWorkingDirectoryNeedsNoFolder() throws IOException {
    Path bare = Path.of("OutputFileTest.tmp");
    try (OutputFile file = OutputFile.create(bare, Existing.REFUSE, List.of())) {
      write(file, "here");
      assertEquals(true, Files.exists(Path.of(".OutputFileTest.tmp.snapseal-part")));
    }
  }

  @Test
  void anExistingFileIsRefused() throws IOException {
    Files.writeString(target, "old");
    OutputException refusal = refusal(target, Existing.REFUSE);
    assertEquals("[" + target + "] exists already", refusal.getMessage());
    assertEquals("--force replaces it; look first: ls -l " + target, refusal.hint());
    assertEquals("old", Files.readString(target));
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void aFileThatAppearsMeanwhileIsNotReplaced() throws IOException {
    try (OutputFile file = OutputFile.create(target, Existing.REFUSE, List.of())) {
      write(file, "mine");
      Files.writeString(target, "theirs");
      var refusal = assertThrows(OutputException.class, file::commit);
      assertEquals("[" + target + "] exists already", refusal.getMessage());
    }
    assertEquals("theirs", Files.readString(target));
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void theNameIsGivenWithoutReplacingEvenAtTheLastMoment() throws IOException {
    Path part = Files.writeString(folder.resolve("part"), "mine");
    Files.writeString(target, "theirs");
    assertThrows(
        FileAlreadyExistsException.class, () -> PartFile.nameWithoutReplacing(part, target));
    assertEquals("theirs", Files.readString(target));
  }

  @Test
  void whereThereAreNoHardLinksTheNameIsGivenAndNothingReplaced() throws IOException {
    URI archive = URI.create("jar:" + folder.resolve("files.zip").toUri());
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Path mine = Files.writeString(zip.getPath("/part"), "mine");
      Path free = zip.getPath("/free");
      PartFile.nameWithoutReplacing(mine, free);
      assertEquals("mine", Files.readString(free));
      assertEquals(false, Files.exists(mine));

      Path more = Files.writeString(zip.getPath("/more"), "more");
      assertThrows(
          FileAlreadyExistsException.class, () -> PartFile.nameWithoutReplacing(more, free));
      assertEquals("mine", Files.readString(free));
    }
  }

  @Test
  void withForceAFileIsReplacedInOneStep() throws IOException {
    Files.writeString(target, "old");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
    try (OutputFile file = OutputFile.create(target, Existing.REPLACE, List.of())) {
      write(file, "new");
      assertEquals("old", Files.readString(target));
      file.commit();
    }
    assertEquals("new", Files.readString(target));
    assertEquals("rw-------", permissions(target));
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void withForceAFolderThatAppearsMeanwhileStays() throws IOException {
    try (OutputFile file = OutputFile.create(target, Existing.REPLACE, List.of())) {
      Files.createDirectory(target);
      var refusal = assertThrows(OutputException.class, file::commit);
      assertEquals("[" + target + "] is a folder", refusal.getMessage());
    }
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void aPartThatSomebodyRemovedIsAFailure() throws IOException {
    try (OutputFile file = OutputFile.create(target, Existing.REFUSE, List.of())) {
      Path part = folder.resolve(".out.db.snapseal-part");
      Files.delete(part);
      var failure = assertThrows(OutputException.class, file::commit);
      assertEquals(
          "[" + target + "] " + part + " was removed while it was written", failure.getMessage());
    }
  }

  @Test
  void whatWasWrittenByManyThreadsCanBeReadBackAlsoAfterClosing() throws IOException {
    int pages = 256;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment read;
      try (OutputFile file = OutputFile.create(target, Existing.REFUSE, List.of())) {
        IntStream.range(0, pages).parallel().forEach(page -> writePage(file, page));
        read = file.map(pages * 4096L, arena);
        file.commit();
      }
      for (int page = 0; page < pages; page++) {
        assertEquals((byte) page, read.get(ValueLayout.JAVA_BYTE, page * 4096L + 4095));
      }
      assertEquals(-1, read.mismatch(MemorySegment.ofArray(Files.readAllBytes(target))));
    }
  }

  private static void writePage(OutputFile file, int page) {
    byte[] bytes = new byte[4096];
    Arrays.fill(bytes, (byte) page);
    try {
      file.write(ByteBuffer.wrap(bytes), page * 4096L);
    } catch (OutputException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void readingBackMoreThanWasWrittenDoesNotLengthenTheFile() throws IOException {
    try (OutputFile file = OutputFile.create(target, Existing.REFUSE, List.of());
        Arena arena = Arena.ofConfined()) {
      write(file, "four");
      assertThrows(IllegalArgumentException.class, () -> file.map(5, arena));
      assertEquals(4, file.channel().size());
    }
  }

  @Test
  void aSecondCommitIsAMistake() throws IOException {
    try (OutputFile file = OutputFile.create(target, Existing.REFUSE, List.of())) {
      file.commit();
      assertThrows(IllegalStateException.class, file::commit);
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
