package dev.snapseal.tools.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a drill removes besides its own folder: what another drill left, and nothing of the user's.
final class DrillFolderTest {
  @TempDir private Path work;
  private byte[] marker = {};

  @BeforeEach
  void readMarker() throws IOException {
    try (DrillFolder drill = DrillFolder.create(work)) {
      marker = Files.readAllBytes(drill.resolve("lock"));
    }
  }

  @Test
  void removesWhatAKilledDrillLeft() throws IOException {
    Path left = old("snapseal-drill-7042", "db");
    Files.write(left.resolve("lock"), marker);
    drill();
    assertFalse(Files.exists(left));
  }

  @Test
  void removesWhatADrillLeftThatHadJustBegun() throws IOException {
    Path left = age(Files.createDirectory(work.resolve("snapseal-drill-7042")));
    drill();
    assertFalse(Files.exists(left));
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapseal-drill-7042", "snapseal-drill-reports", "snapseal-drill-"})
  void keepsAFolderWithoutALock(String name) throws IOException {
    Path own = old(name, "report.html");
    drill();
    assertEquals("precious", Files.readString(own.resolve("report.html")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A folder", "pid 4711"})
  void keepsAFolderWithAnotherLock(String content) throws IOException {
    Path own = old("snapseal-drill-7042", "report.html");
    Files.writeString(own.resolve("lock"), content);
    drill();
    assertEquals("precious", Files.readString(own.resolve("report.html")));
  }

  @Test
  void keepsAFolderWithAFolderForALock() throws IOException {
    Path own = old("snapseal-drill-7042", "report.html");
    Files.createDirectory(own.resolve("lock"));
    drill();
    assertTrue(Files.exists(own.resolve("report.html")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapseal-drill-reports", "snapseal-drill-7042-old"})
  void keepsAMarkedFolderOfAnotherName(String name) throws IOException {
    Path own = old(name, "report.html");
    Files.write(own.resolve("lock"), marker);
    drill();
    assertEquals("precious", Files.readString(own.resolve("report.html")));
  }

  private void drill() throws IOException {
    DrillFolder.create(work).close();
  }

  private Path old(String name, String file) throws IOException {
    Path folder = Files.createDirectory(work.resolve(name));
    Files.writeString(folder.resolve(file), "precious");
    return age(folder);
  }

  private static Path age(Path folder) throws IOException {
    return Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minusSeconds(7200)));
  }
}
