package dev.snapseal.tools.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputDirectoryTest {
  private static final String OPTION = "--output-dir";

  @TempDir Path folder;

  @Test
  void aFolderAppearsWholeAndIsItsOwners() throws IOException {
    Path target = folder.resolve("out");
    try (OutputDirectory directory = OutputDirectory.create(OPTION, target)) {
      directory.write(List.of("a", "b"), "c", "text".getBytes(UTF_8));
      assertFalse(Files.exists(target));
      directory.commit();
    }
    assertEquals("text", Files.readString(target.resolve("a/b/c")));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    assertEquals(List.of("out"), names());
  }

  @Test
  void whatIsNotCommittedIsRemoved() throws IOException {
    try (OutputDirectory directory = OutputDirectory.create(OPTION, folder.resolve("out"))) {
      directory.write(List.of("a"), "c", new byte[10]);
    }
    assertEquals(List.of(), names());
  }

  @Test
  void whatIsThereStays() throws IOException {
    Path target = Files.createDirectory(folder.resolve("out"));
    OutputException failure =
        assertThrows(OutputException.class, () -> OutputDirectory.create(OPTION, target));
    assertTrue(failure.getMessage().contains("exists already"), failure.getMessage());
    assertEquals(List.of("out"), names());
    Path later = folder.resolve("later");
    try (OutputDirectory directory = OutputDirectory.create(OPTION, later)) {
      Files.writeString(later, "somebody was faster");
      assertThrows(OutputException.class, directory::commit);
    }
    assertEquals("somebody was faster", Files.readString(later));
  }

  @Test
  void theFolderOfARunThatWasKilledIsRemoved() throws IOException {
    Path left = Files.createDirectories(folder.resolve(".out.snapseal-part/a"));
    Files.writeString(left.resolve("old"), "plaintext");
    try (OutputDirectory directory = OutputDirectory.create(OPTION, folder.resolve("out"))) {
      directory.write(List.of(), "new", new byte[1]);
      directory.commit();
    }
    assertFalse(Files.exists(folder.resolve("out/a")));
    assertEquals(List.of("out"), names());
  }

  @Test
  void twoRunsDoNotShareAFolder() throws IOException {
    Path target = folder.resolve("out");
    try (OutputDirectory directory = OutputDirectory.create(OPTION, target)) {
      assertThrows(OutputException.class, () -> OutputDirectory.create(OPTION, target));
      directory.write(List.of(), "file", new byte[1]);
      directory.commit();
    }
    assertTrue(Files.exists(target.resolve("file")));
  }

  @Test
  void noNameLeadsOut() throws IOException {
    try (OutputDirectory directory = OutputDirectory.create(OPTION, folder.resolve("out"))) {
      for (String name : List.of("..", ".", "", "a/b", "/tmp/x")) {
        assertThrows(
            IllegalArgumentException.class,
            () -> directory.write(List.of(), name, new byte[1]),
            name);
      }
    }
  }

  @Test
  void aMissingParentIsNamed() {
    OutputException failure =
        assertThrows(
            OutputException.class,
            () -> OutputDirectory.create(OPTION, folder.resolve("none/out")));
    assertTrue(failure.hint().contains("mkdir"), failure.hint());
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
