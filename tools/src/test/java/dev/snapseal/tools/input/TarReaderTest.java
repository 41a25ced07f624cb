package dev.snapseal.tools.input;

import static dev.snapseal.tools.input.Inputs.openPipe;
import static dev.snapseal.tools.input.Inputs.pathsOf;
import static dev.snapseal.tools.input.Inputs.skippedIn;
import static dev.snapseal.tools.input.Packing.gzip;
import static dev.snapseal.tools.input.Packing.join;
import static dev.snapseal.tools.input.Packing.tar;
import static dev.snapseal.tools.input.Packing.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarReaderTest {
  private static final byte[] SNAPSHOT = Inputs.realSnapshot();
  private static final String LONG_NAME = "static-pod-resources/".repeat(12) + "snapshot.db";

  @TempDir Path folder;

  @Test
  void longNamesAreReadInBothForms() throws IOException {
    for (int mode :
        new int[] {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU}) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (TarArchiveOutputStream out = new TarArchiveOutputStream(packed)) {
        out.setLongFileMode(mode);
        putFile(out, LONG_NAME);
      }
      try (BackupInput input = openPipe(packed.toByteArray())) {
        assertEquals(List.of("-!" + LONG_NAME), pathsOf(input));
      }
    }
  }

  @Test
  void linksAndDevicesAreNamedAndNeverFollowed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(packed)) {
      putLink(out, "link", TarConstants.LF_SYMLINK);
      putLink(out, "hard", TarConstants.LF_LINK);
      putLink(out, "device", TarConstants.LF_BLK);
      putLink(out, "pipe", TarConstants.LF_FIFO);
      putFile(out, "db");
    }
    try (BackupInput input = openPipe(packed.toByteArray())) {
      assertEquals(List.of("-!db"), pathsOf(input));
      assertEquals(
          List.of(
              "-!link: NOT_A_BACKUP",
              "-!hard: NOT_A_BACKUP",
              "-!device: NOT_A_BACKUP",
              "-!pipe: NOT_A_BACKUP"),
          skippedIn(input));
    }
  }

  @Test
  void theSizeInAPaxHeaderCounts() throws IOException {
    byte[] pax = paxHeader("size=" + SNAPSHOT.length);
    byte[] member = tar("db", SNAPSHOT);
    TarHeaderTest.put(member, 124, "00000000000");
    TarHeaderTest.writeChecksum(member, 0);
    try (BackupInput input = openPipe(join(pax, member))) {
      assertArrayEquals(SNAPSHOT, Inputs.bytesOf(input.onlyImage()));
    }
  }

  @Test
  void damagedPaxHeadersAreDamage() {
    byte[] member = tar("db", SNAPSHOT);
    for (String record : List.of("size=-1", "size=99999999999999999999", "size=", "size=1x")) {
      assertEquals(InputProblem.DAMAGED, problemOf(join(paxHeader(record), member)), record);
    }
    for (String records : List.of("999 a=b\n", "5 a=b", "0 a=b\n", "x a=b\n")) {
      assertEquals(InputProblem.DAMAGED, problemOf(join(rawPaxHeader(records), member)), records);
    }
  }

  @Test
  void paxRecordsThatSayNothingDoNoHarm() throws IOException {
    byte[] member = tar("db", SNAPSHOT);
    // An empty value takes back what a global header said (POSIX pax).
    for (String pax : List.of("8 size=\n", "6 ab\n\n", "9")) {
      try (BackupInput input = openPipe(join(rawPaxHeader(pax), member))) {
        assertEquals(List.of("-!db"), pathsOf(input));
        assertArrayEquals(SNAPSHOT, Inputs.bytesOf(input.onlyImage()));
      }
    }
  }

  @Test
  void namesOutsideAsciiAreReadInEveryForm() throws IOException {
    String name = "gr\u00fcn\u20ac/" + "n".repeat(100);
    for (int mode :
        new int[] {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU}) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (TarArchiveOutputStream out = new TarArchiveOutputStream(packed, "UTF-8")) {
        out.setLongFileMode(mode);
        putFile(out, name);
      }
      try (BackupInput input = openPipe(packed.toByteArray())) {
        assertEquals(List.of("-!" + name), pathsOf(input));
      }
    }
    byte[] latin = tar("gr_n", SNAPSHOT);
    latin[2] = (byte) 0xFC;
    TarHeaderTest.writeChecksum(latin, 0);
    try (BackupInput input = openPipe(latin)) {
      assertEquals(List.of("-!gr\\xfcn"), pathsOf(input));
    }
  }

  @Test
  void anArchiveOfGnuTarIsRead() throws Exception {
    Path dir = Files.createDirectories(folder.resolve("data/member/snap"));
    Inputs.write(dir, "db", SNAPSHOT);
    for (String format : List.of("gnu", "posix", "ustar", "oldgnu", "v7")) {
      Path archive = folder.resolve(format + ".tar");
      runTar("--format=" + format, "-cf", archive.toString(), "data");
      try (BackupInput input = Inputs.openPath(archive)) {
        assertEquals(List.of(archive + "!data/member/snap/db"), pathsOf(input));
        assertArrayEquals(SNAPSHOT, Inputs.bytesOf(input.onlyImage()));
      }
    }
  }

  @Test
  void sparseMembersOfGnuTarAreNamedAndPassedOver() throws Exception {
    byte[] holes = Arrays.copyOf(SNAPSHOT, 4 << 20);
    Inputs.write(folder, "holes", holes);
    runTool("fallocate", "--dig-holes", "holes");
    Inputs.write(folder, "whole", SNAPSHOT);
    for (String format : List.of("gnu", "posix")) {
      runTar("--format=" + format, "-S", "-cf", "sparse.tar", "holes", "whole");
      try (BackupInput input = Inputs.openPath(folder.resolve("sparse.tar"))) {
        assertEquals(1, input.images().size(), format);
        assertTrue(pathsOf(input).getFirst().endsWith("!whole"), format);
        assertEquals(InputProblem.UNSUPPORTED_FORMAT, input.skipped().getFirst().problem());
      }
    }
  }

  @Test
  void aTarThatEndsInsideItsMemberIsTruncated() {
    byte[] packed = Arrays.copyOf(tar("db", SNAPSHOT), 20_000);
    assertEquals(InputProblem.TRUNCATED, problemOf(packed));
    assertEquals(InputProblem.TRUNCATED, problemOf(gzip(packed)));
  }

  private void runTar(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = "tar";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    runTool(command);
  }

  private void runTool(String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertEquals(0, process.waitFor());
  }

  private static void putFile(TarArchiveOutputStream out, String name) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(SNAPSHOT.length);
    out.putArchiveEntry(entry);
    out.write(SNAPSHOT);
    out.closeArchiveEntry();
  }

  private static void putLink(TarArchiveOutputStream out, String name, byte type)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName("/etc/shadow");
    out.putArchiveEntry(entry);
    out.closeArchiveEntry();
  }

  private static byte[] paxHeader(String record) {
    // Two digits of length, a blank and a line feed come on top.
    return rawPaxHeader("%d %s\n".formatted(record.length() + 4, record));
  }

  private static byte[] rawPaxHeader(String records) {
    byte[] header = Arrays.copyOf(tar("pax", utf8(records)), 1024);
    header[156] = 'x';
    TarHeaderTest.writeChecksum(header, 0);
    return header;
  }

  private static InputProblem problemOf(byte[] packed) {
    return assertThrows(InputException.class, () -> openPipe(packed).close()).problem();
  }
}
