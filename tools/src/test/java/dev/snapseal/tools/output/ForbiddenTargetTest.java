package dev.snapseal.tools.output;

import static dev.snapseal.tools.output.OutputFixture.namesIn;
import static dev.snapseal.tools.output.OutputFixture.refusal;
import static dev.snapseal.tools.output.OutputFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snapseal.tools.output.OutputFile.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What may not become a made file, or not be replaced by one.
final class ForbiddenTargetTest {
  @TempDir private Path temporary;
  private Path folder;
  private Path target;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("folder"));
    target = folder.resolve("out.db");
  }

  @ParameterizedTest
  @CsvSource({
    "db, db",
    "db, ../folder/db",
    "db, symbolic-link",
    "db, hard-link",
    "db, ../folder-link/db",
    "symbolic-link, db",
    "., etcd/member/snap/db",
    "etcd, etcd/member/snap/db",
    "etcd, link-inside",
  })
  void anInputIsNotOverwrittenHoweverItIsNamed(String input, String output) throws IOException {
    Path db = Files.writeString(folder.resolve("db"), "evidence");
    Files.createSymbolicLink(folder.resolve("symbolic-link"), Path.of("db"));
    Files.createLink(folder.resolve("hard-link"), db);
    Files.createSymbolicLink(temporary.resolve("folder-link"), folder);
    Path inside = folder.resolve("etcd/member/snap/db");
    Files.createDirectories(inside.getParent());
    Files.writeString(inside, "evidence");
    Files.createSymbolicLink(folder.resolve("link-inside"), inside);
    List<String> before = namesIn(folder);

    Path given = folder.resolve(output);
    OutputException refusal =
        refusal(given, Existing.REPLACE, folder.resolve("other"), folder.resolve(input));
    assertEquals(true, refusal.getMessage().endsWith("; an input is never overwritten"));
    assertEquals("name another file: --output " + given + ".new", refusal.hint());
    assertEquals("evidence", Files.readString(db));
    assertEquals("evidence", Files.readString(inside));
    assertEquals(before, namesIn(folder));
    assertEquals(List.of("db"), namesIn(inside.getParent()));
  }

  @Test
  void anInputThatTakesTheNameMeanwhileIsNotOverwritten() throws IOException {
    Path input = Files.writeString(folder.resolve("db"), "evidence");
    try (OutputFile file = OutputFile.create(target, Existing.REPLACE, List.of(input))) {
      Files.createLink(target, input);
      assertThrows(OutputException.class, file::commit);
    }
    assertEquals("evidence", Files.readString(target));
  }

  @ParameterizedTest
  @EnumSource
  void aFolderIsRefused(Existing existing) throws IOException {
    Files.createDirectory(target);
    for (Path given : List.of(target, target.resolve(".."), Path.of(""), Path.of("/"))) {
      OutputException refusal = refusal(given, existing);
      assertEquals("[" + given + "] is a folder", refusal.getMessage());
    }
    assertEquals(
        "name a file in it: --output " + target + "/NAME", refusal(target, existing).hint());
    assertEquals(List.of(), namesIn(target));
  }

  @ParameterizedTest
  @EnumSource
  void aPipeOrDeviceIsRefused(Existing existing) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("mkfifo", target.toString()).start().waitFor());
    for (Path given : List.of(target, Path.of("/dev/null"))) {
      OutputException refusal = refusal(given, existing);
      assertEquals(
          "[%s] is a device, a pipe or a socket, and only regular files are replaced"
              .formatted(given),
          refusal.getMessage());
      assertEquals("send it there through standard output: --output - > " + given, refusal.hint());
    }
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void aSymbolicLinkCountsAsExistingWhereverItPoints() throws IOException {
    Files.createSymbolicLink(target, Path.of("nowhere"));
    OutputException refusal = refusal(target, Existing.REFUSE);
    assertEquals("[" + target + "] exists already", refusal.getMessage());
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void withForceTheFileBehindASymbolicLinkIsReplacedAndTheLinkStays() throws IOException {
    Path other = Files.createDirectory(temporary.resolve("other"));
    Path real = Files.writeString(other.resolve("real.db"), "old");
    Files.createSymbolicLink(target, Path.of("../other/real.db"));
    write(target, Existing.REPLACE, "new");
    assertEquals("new", Files.readString(real));
    assertEquals(Path.of("../other/real.db"), Files.readSymbolicLink(target));
    assertEquals(List.of("real.db"), namesIn(other));
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void withForceASymbolicLinkToNothingIsRefused() throws IOException {
    Files.createSymbolicLink(target, Path.of("nowhere"));
    OutputException refusal = refusal(target, Existing.REPLACE);
    assertEquals(
        "[" + target + "] is a symbolic link to a file that does not exist", refusal.getMessage());
    assertEquals("where it points: ls -l " + target, refusal.hint());
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void withForceASymbolicLinkThatAnybodyMayHavePlantedIsRefused() throws IOException {
    Path victim = Files.writeString(temporary.resolve("victim"), "precious");
    Files.createSymbolicLink(target, victim);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    OutputException refusal = refusal(target, Existing.REPLACE);
    assertEquals(
        "[" + target + "] is a symbolic link in a folder that everybody may write to",
        refusal.getMessage());
    assertEquals("name the file that it points to: ls -l " + target, refusal.hint());
    assertEquals("precious", Files.readString(victim));
  }

  @Test
  void withForceALoopOfSymbolicLinksIsRefused() throws IOException {
    Files.createSymbolicLink(target, Path.of("out.db"));
    refusal(target, Existing.REPLACE);
    assertEquals(List.of("out.db"), namesIn(folder));
  }

  @Test
  void aMissingFolderIsNamed() throws IOException {
    Path missing = temporary.resolve("my backups");
    OutputException refusal = refusal(missing.resolve("out.db"), Existing.REFUSE);
    assertEquals(
        "[%s/out.db] the folder %s does not exist".formatted(missing, missing),
        refusal.getMessage());
    assertEquals("make it: mkdir -p '" + missing + "'", refusal.hint());
    assertEquals(List.of("folder"), namesIn(temporary));
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    OutputException refusal = refusal(file.resolve("out.db"), Existing.REFUSE);
    assertEquals(
        "[" + file + "/out.db] it cannot be created: Not a directory", refusal.getMessage());
    assertEquals("look at the folder: ls -ld " + file, refusal.hint());
  }

  @ParameterizedTest
  @CsvSource({"256", "245"})
  void aNameTooLongForItselfOrForItsPartIsRefused(int length) throws IOException {
    Path given = folder.resolve("n".repeat(length));
    OutputException refusal = refusal(given, Existing.REFUSE);
    assertEquals("[" + given + "] it cannot be created: File name too long", refusal.getMessage());
    assertEquals("use a shorter name: --output " + folder + "/NAME", refusal.hint());
    assertEquals(List.of(), namesIn(folder));
  }
}
