package dev.snapseal.tools.input;

import static dev.snapseal.tools.input.Inputs.bytesOf;
import static dev.snapseal.tools.input.Inputs.openPipe;
import static dev.snapseal.tools.input.Inputs.pathsOf;
import static dev.snapseal.tools.input.Inputs.skippedIn;
import static dev.snapseal.tools.input.Packing.join;
import static dev.snapseal.tools.input.Packing.storedZip;
import static dev.snapseal.tools.input.Packing.utf8;
import static dev.snapseal.tools.input.Packing.zip;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;

class ZipReaderTest {
  private static final byte[] SNAPSHOT = Inputs.realSnapshot();
  private static final int ENTRY_SIGNATURE = 0x02014B50;

  @Test
  void zip64ArchivesAreRead() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(packed)) {
      zip.setUseZip64(Zip64Mode.AlwaysWithCompatibility);
      zip.putArchiveEntry(new ZipArchiveEntry("snapshot"));
      zip.write(SNAPSHOT);
      zip.closeArchiveEntry();
    }
    assertArrayEquals(SNAPSHOT, onlyBackupOf(packed.toByteArray()));
  }

  @Test
  void aCommentAtTheEndAndForeignBytesInFrontAreNoHindrance() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      zip.setComment("PK\u0005\u0006 is only a comment");
      zip.putNextEntry(new ZipEntry("snapshot"));
      zip.write(SNAPSHOT);
    }
    assertArrayEquals(SNAPSHOT, onlyBackupOf(packed.toByteArray()));
    byte[] shifted = join(new byte[] {'P', 'K', 3, 4, 0, 0, 0}, packed.toByteArray());
    assertArrayEquals(SNAPSHOT, onlyBackupOf(shifted));
  }

  @Test
  void namesThatAreNotUtf8ShowTheirBytes() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed, Charset.forName("ISO-8859-1"))) {
      zip.putNextEntry(new ZipEntry("gr\u00fcn"));
      zip.write(SNAPSHOT);
    }
    try (BackupInput input = openPipe(packed.toByteArray())) {
      assertEquals(List.of("-!gr\\xfcn"), pathsOf(input));
    }
  }

  @Test
  void aMemberWithAPasswordIsNamed() {
    byte[] packed = zip("snapshot", SNAPSHOT);
    packed[entry(packed) + 8] |= 1;
    assertEquals(InputProblem.ENCRYPTED_ARCHIVE, problemOf(packed).problem());
  }

  @Test
  void anUnknownMethodIsNamed() {
    byte[] packed = zip("snapshot", SNAPSHOT);
    packed[entry(packed) + 10] = 95;
    InputException e = problemOf(packed);
    assertEquals(InputProblem.UNSUPPORTED_FORMAT, e.problem());
    assertEquals("[-!snapshot] zip compression method 95, which is not read here", e.getMessage());
  }

  @Test
  void anArchiveInPartsIsNamed() {
    byte[] packed = zip("snapshot", SNAPSHOT);
    packed[packed.length - 22 + 4] = 1;
    assertEquals(InputProblem.UNSUPPORTED_FORMAT, problemOf(packed).problem());
  }

  @Test
  void lyingSizesAreDamage() {
    byte[] packed = zip("snapshot", SNAPSHOT);
    for (int size : new int[] {0, SNAPSHOT.length - 1, SNAPSHOT.length + 1, Integer.MAX_VALUE}) {
      byte[] lying = packed.clone();
      little(lying).putInt(entry(lying) + 24, size);
      assertEquals(InputProblem.DAMAGED, problemOf(lying).problem(), "size " + size);
    }
  }

  @Test
  void aWrongChecksumIsDamage() {
    for (byte[] packed : List.of(zip("s", SNAPSHOT), storedZip("s", SNAPSHOT))) {
      packed[entry(packed) + 16] ^= 1;
      assertEquals(InputProblem.DAMAGED, problemOf(packed).problem());
    }
  }

  @Test
  void offsetsAndLengthsOutsideTheFileAreRefused() {
    byte[] packed = zip("snapshot", SNAPSHOT);
    for (int field : new int[] {20, 28, 30, 32, 42}) {
      byte[] lying = packed.clone();
      Arrays.fill(lying, entry(lying) + field, entry(lying) + field + 2, (byte) 0xFE);
      InputProblem problem = problemOf(lying).problem();
      assertTrue(
          problem == InputProblem.DAMAGED || problem == InputProblem.TRUNCATED, "field " + field);
    }
  }

  @Test
  void aDirectoryOutsideTheFileIsRefused() {
    byte[] packed = zip("snapshot", SNAPSHOT);
    little(packed).putInt(packed.length - 22 + 16, Integer.MAX_VALUE);
    assertEquals(InputProblem.DAMAGED, problemOf(packed).problem());
  }

  @Test
  void anArchiveWithoutMembersHoldsNothing() {
    byte[] packed = new byte[22];
    little(packed).putInt(0, 0x06054B50);
    assertEquals(InputProblem.NOTHING_INSIDE, problemOf(packed).problem());
  }

  @Test
  void anArchiveWithoutABackupSaysWhatItHolds() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("folder/", new byte[0]);
    members.put("folder/readme", utf8("text"));
    members.put("folder/empty", new byte[0]);
    InputException e = problemOf(zip(members));
    assertEquals(InputProblem.NOTHING_INSIDE, e.problem());
    assertEquals(
        "[-] no etcd backup inside; -!folder/readme: text, not an etcd backup;"
            + " -!folder/empty: empty",
        e.getMessage());
  }

  @Test
  void whatMayBeTheBackupIsTheReasonWhenThereIsNone() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("readme", utf8("text"));
    members.put("state.db", utf8("SQLite format 3\0"));
    InputException e = problemOf(zip(members));
    assertEquals(InputProblem.SQLITE, e.problem());
    assertEquals("-!state.db", e.displayPath());
  }

  @Test
  void aNameThatClaimsToBeSeenTwiceIsReadTwice() throws InputException {
    byte[] packed = storedZip("a", SNAPSHOT);
    int entry = entry(packed);
    int entryBytes = packed.length - 22 - entry;
    byte[] doubled =
        join(
            Arrays.copyOf(packed, entry + entryBytes),
            Arrays.copyOfRange(packed, entry, packed.length));
    little(doubled).putInt(doubled.length - 22 + 12, 2 * entryBytes);
    try (BackupInput input = openPipe(doubled)) {
      assertEquals(List.of("-!a", "-!a"), pathsOf(input));
      assertEquals(List.of(), skippedIn(input));
    }
  }

  private static byte[] onlyBackupOf(byte[] packed) throws InputException {
    try (BackupInput input = openPipe(packed)) {
      return bytesOf(input.onlyImage());
    }
  }

  private static InputException problemOf(byte[] packed) {
    return assertThrows(InputException.class, () -> openPipe(packed).close());
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Offset of the first entry of the central directory.
  private static int entry(byte[] packed) {
    return little(packed).getInt(packed.length - 22 + 16);
  }

  @Test
  void thisTestFindsTheCentralDirectory() {
    byte[] packed = zip("snapshot", SNAPSHOT);
    assertEquals(ENTRY_SIGNATURE, little(packed).getInt(entry(packed)));
  }
}
