package dev.snapseal.tools.input;

import static dev.snapseal.tools.input.Packing.gzip;
import static dev.snapseal.tools.input.Packing.tar;
import static dev.snapseal.tools.input.Packing.utf8;
import static dev.snapseal.tools.input.Packing.zip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BombTest {
  private static final byte[] SNAPSHOT = Inputs.realSnapshot();
  private static final long GIB = 1L << 30;
  private static final InputLimits STANDARD = InputLimits.standard();

  @Test
  void tenGibibytesOfZerosInGzipAreNoBackup() throws IOException {
    byte[] bomb = zerosInGzip(new byte[0], 10 * GIB);
    assertEquals(InputProblem.NO_META_PAGE, problemWithin(10, bomb, STANDARD));
  }

  @Test
  void zerosBehindASnapshotAreRefusedSoonerThanTheyAreUnpacked() throws IOException {
    byte[] bomb = zerosInGzip(SNAPSHOT, 10 * GIB);
    assertEquals(InputProblem.TOO_LARGE, problemWithin(10, bomb, STANDARD));
  }

  @Test
  void zerosBehindASnapshotInZstdAreRefusedToo() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(packed)) {
      zstd.write(SNAPSHOT);
      writeZeros(zstd, 2 * GIB);
    }
    assertEquals(InputProblem.TOO_LARGE, problemWithin(10, packed.toByteArray(), STANDARD));
  }

  @Test
  void zerosThatATarPassesOverAreRefusedByTheirRatio() throws IOException {
    byte[] header = Arrays.copyOf(tar("wal", utf8("x")), 512);
    TarHeaderTest.put(header, 124, "%011o".formatted(8 * GIB - 1));
    TarHeaderTest.writeChecksum(header, 0);
    byte[] bomb = zerosInGzip(header, 8 * GIB);
    assertEquals(InputProblem.TOO_LARGE, problemWithin(20, bomb, STANDARD));
  }

  @Test
  void aSnapshotThatClaimsToBeEnormousGetsNoMemoryForIt() throws IOException {
    byte[] claim = SNAPSHOT.clone();
    claimHighWaterMark(claim, 1L << 40);
    try (BackupInput input = Inputs.openPipe(gzip(claim), STANDARD.withMemoryBytes(GIB / 8))) {
      assertEquals(SNAPSHOT.length, input.onlyImage().bytes().byteSize());
    }
  }

  @Test
  void theMemoryLimitHoldsForWhatIsUnpacked() {
    assertEquals(
        InputProblem.TOO_LARGE,
        problemWithin(5, gzip(SNAPSHOT), STANDARD.withMemoryBytes(100_000)));
    assertEquals(
        InputProblem.TOO_LARGE, problemWithin(5, SNAPSHOT, STANDARD.withMemoryBytes(100_000)));
  }

  @Test
  void theMemoryLimitHoldsForAllBackupsOfABundleTogether() throws InputException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a", SNAPSHOT);
    members.put("b", SNAPSHOT);
    byte[] bundle = gzip(tar(members));
    Inputs.openPipe(bundle, STANDARD.withMemoryBytes(300_000)).close();
    assertEquals(
        InputProblem.TOO_LARGE, problemWithin(5, bundle, STANDARD.withMemoryBytes(200_000)));
  }

  @Test
  void aTarMemberThatClaimsEightExbibytesIsTruncated() {
    byte[] bomb = tar("db", SNAPSHOT);
    byte[] size = {(byte) 0x80, 0, 0, 0, 0x7F, -1, -1, -1, -1, -1, -1, -1};
    System.arraycopy(size, 0, bomb, 124, 12);
    TarHeaderTest.writeChecksum(bomb, 0);
    assertEquals(InputProblem.TRUNCATED, problemWithin(5, bomb, STANDARD));
    assertEquals(InputProblem.TRUNCATED, problemWithin(5, gzip(bomb), STANDARD));
  }

  @Test
  void aTarHeaderThatClaimsGibibytesOfNameIsDamaged() {
    for (char type : new char[] {'x', 'g', 'L', 'K'}) {
      byte[] bomb = tar("db", SNAPSHOT);
      bomb[156] = (byte) type;
      TarHeaderTest.put(bomb, 124, "%011o".formatted(2 * GIB));
      TarHeaderTest.writeChecksum(bomb, 0);
      assertEquals(InputProblem.DAMAGED, problemWithin(5, bomb, STANDARD));
    }
  }

  @Test
  void extendedTarHeadersWithoutEndAreDamage() {
    for (char type : new char[] {'x', 'g', 'L', 'K'}) {
      byte[] header = Arrays.copyOf(tar("h", new byte[0]), 512);
      header[156] = (byte) type;
      TarHeaderTest.writeChecksum(header, 0);
      ByteArrayOutputStream bomb = new ByteArrayOutputStream();
      for (int i = 0; i < 100_000; i++) {
        bomb.writeBytes(header);
      }
      assertEquals(InputProblem.DAMAGED, problemWithin(5, bomb.toByteArray(), STANDARD));
      assertEquals(InputProblem.DAMAGED, problemWithin(5, gzip(bomb.toByteArray()), STANDARD));
    }
  }

  @Test
  void aSparseMapWithoutEndIsDamage() {
    byte[] header = Arrays.copyOf(tar("h", new byte[0]), 512);
    header[156] = 'S';
    TarHeaderTest.put(header, 257, "ustar  \0");
    Arrays.fill(header, 345, 512, (byte) 0);
    header[482] = 1;
    TarHeaderTest.writeChecksum(header, 0);
    byte[] more = new byte[512];
    for (int i = 0; i < 504; i += 12) {
      TarHeaderTest.put(more, i, "00000000001\0");
    }
    more[504] = 1;
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.writeBytes(header);
    for (int i = 0; i < 20_000; i++) {
      bomb.writeBytes(more);
    }
    assertLongHeaders(bomb.toByteArray());
  }

  @Test
  void aPaxSparseMapWithoutEndIsDamage() {
    byte[] pax =
        tar(
            "pax",
            utf8(
                """
                22 GNU.sparse.major=1
                22 GNU.sparse.minor=0
                31 GNU.sparse.realsize=4000000
                """));
    byte[] headers = Arrays.copyOf(pax, 1024);
    headers[156] = 'x';
    TarHeaderTest.writeChecksum(headers, 0);
    byte[] map = utf8("99999999\n" + "0\n".repeat(4_000_000));
    byte[] bomb = Packing.join(headers, tar("db", map));
    assertLongHeaders(bomb);
  }

  /// It is the length that is refused, before anything else is wrong.
  private static void assertLongHeaders(byte[] bomb) {
    InputException e = refusalWithin(10, bomb, STANDARD);
    assertEquals(InputProblem.DAMAGED, e.problem());
    assertTrue(e.getMessage().endsWith("a tar header of more than 2097152 bytes"), e.getMessage());
  }

  @Test
  void globalTarHeadersThatEachMemberWouldHaveToHeedAreRefused() {
    byte[] header = Arrays.copyOf(tar("g", utf8("8 a=bcd\n".repeat(60))), 1024);
    header[156] = 'g';
    TarHeaderTest.writeChecksum(header, 0);
    byte[] member = Arrays.copyOf(tar("wal", new byte[0]), 512);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    for (int i = 0; i < 40; i++) {
      bomb.writeBytes(header);
      bomb.writeBytes(member);
    }
    assertEquals(InputProblem.DAMAGED, problemWithin(5, bomb.toByteArray(), STANDARD));
  }

  @Test
  void aCentralDirectoryThatWouldFillTheHeapIsRefused() {
    byte[] bomb = zipOfEntries(300_000, new byte[0]);
    assertEquals(InputProblem.TOO_MANY_MEMBERS, problemWithin(10, bomb, STANDARD));
  }

  @Test
  void centralDirectoriesThatTogetherWouldFillTheHeapAreRefused() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      members.put("zip" + i, zipOfEntries(10_000, new byte[0]));
    }
    assertEquals(InputProblem.TOO_MANY_MEMBERS, problemWithin(10, tar(members), STANDARD));
  }

  @Test
  void extraFieldsOfManyPartsAreRefusedOrQuick() {
    byte[] most = extraField(255);
    assertEquals(
        InputProblem.TOO_MANY_MEMBERS, problemWithin(30, zipOfEntries(5000, most), STANDARD));
    assertEquals(
        InputProblem.DAMAGED, problemWithin(10, zipOfEntries(100, extraField(16_000)), STANDARD));
  }

  /// Parts of no length, of kinds that nobody knows.
  private static byte[] extraField(int parts) {
    ByteBuffer extra = ByteBuffer.allocate(4 * parts).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < parts; i++) {
      extra.putShort(4 * i, (short) (0x1000 + i));
    }
    return extra.array();
  }

  /// Empty members without a name, all at one place.
  private static byte[] zipOfEntries(int count, byte[] extra) {
    byte[] entry = new byte[46 + extra.length];
    ByteBuffer header = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, 0x02014B50).putShort(30, (short) extra.length).put(46, extra);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.writeBytes(utf8("PK\u0003\u0004"));
    bomb.writeBytes(new byte[26]);
    for (int i = 0; i < count; i++) {
      bomb.writeBytes(entry);
    }
    ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
    end.putInt(0, 0x06054B50).putInt(12, count * entry.length).putInt(16, 30);
    bomb.writeBytes(end.array());
    return bomb.toByteArray();
  }

  @Test
  void archivesInArchivesAreRefusedBeyondTheThird() throws InputException {
    byte[] packed = SNAPSHOT;
    for (int i = 0; i < 3; i++) {
      packed = zip("zip" + i, packed);
    }
    Inputs.openPipe(packed).close();
    assertEquals(InputProblem.NESTED_TOO_DEEP, problemWithin(5, zip("zip3", packed), STANDARD));
  }

  @Test
  void compressionsInCompressionsAreRefusedBeyondTheThird() throws InputException {
    byte[] packed = gzip(gzip(gzip(SNAPSHOT)));
    Inputs.openPipe(packed).close();
    assertEquals(InputProblem.NESTED_TOO_DEEP, problemWithin(5, gzip(packed), STANDARD));
  }

  @Test
  void aZipOfZipsOfZipsIsRefusedByWhatItUnpacksTo() {
    byte[] level = new byte[4 << 20];
    level[0] = 1;
    for (int depth = 0; depth < 3; depth++) {
      Map<String, byte[]> members = new LinkedHashMap<>();
      for (int i = 0; i < 16; i++) {
        members.put("lib " + i, level);
      }
      level = zip(members);
    }
    InputLimits limits = new InputLimits(OptionalLong.empty(), 64 << 20, 250, 3, 200_000, 256);
    assertEquals(InputProblem.TOO_LARGE, problemWithin(10, level, limits));
  }

  @Test
  void tooManyMembersAreRefused() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      members.put("member" + i, utf8("text"));
    }
    members.put("db", SNAPSHOT);
    InputLimits limits = new InputLimits(OptionalLong.empty(), GIB, 250, 3, 20, 256);
    assertEquals(InputProblem.TOO_MANY_MEMBERS, problemWithin(5, zip(members), limits));
    assertEquals(InputProblem.TOO_MANY_MEMBERS, problemWithin(5, tar(members), limits));
  }

  @Test
  void tooManyBackupsAreRefused() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      members.put("member" + i, SNAPSHOT);
    }
    InputLimits limits = new InputLimits(OptionalLong.empty(), GIB, 250, 3, 20, 4);
    assertEquals(InputProblem.TOO_MANY_MEMBERS, problemWithin(5, zip(members), limits));
  }

  @Test
  void whatIsPassedOverIsKeptForTheFirstThousandOnly() throws InputException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 3000; i++) {
      members.put("n".repeat(50) + i, utf8("text"));
    }
    members.put("db", SNAPSHOT);
    try (BackupInput input = Inputs.openPipe(zip(members))) {
      assertEquals(1000, input.skipped().size());
      assertEquals(3000, input.skippedCount());
    }
  }

  private static InputProblem problemWithin(int seconds, byte[] packed, InputLimits limits) {
    return refusalWithin(seconds, packed, limits).problem();
  }

  private static InputException refusalWithin(int seconds, byte[] packed, InputLimits limits) {
    InputException e =
        assertTimeout(
            Duration.ofSeconds(seconds),
            () ->
                assertThrows(InputException.class, () -> Inputs.openPipe(packed, limits).close()));
    assertTrue(e.getMessage().startsWith("[-"), e.getMessage());
    return e;
  }

  /// Writes the number to both meta pages, with their checksums.
  private static void claimHighWaterMark(byte[] snapshot, long pages) {
    ByteBuffer bytes = ByteBuffer.wrap(snapshot).order(ByteOrder.LITTLE_ENDIAN);
    for (int page = 0; page < 2; page++) {
      bytes.putLong(page * 4096 + 56, pages);
      long hash = 0xCBF29CE484222325L;
      for (int i = 16; i < 72; i++) {
        hash = (hash ^ (snapshot[page * 4096 + i] & 0xFF)) * 0x100000001B3L;
      }
      bytes.putLong(page * 4096 + 72, hash);
    }
  }

  private static byte[] zerosInGzip(byte[] start, long zeros) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed, 1 << 16)) {
      gzip.write(start);
      // Members are joined, so that only two of them are really compressed.
      writeZeros(gzip, GIB / 4);
    }
    byte[] more = gzipOfZeros(GIB / 4);
    for (long left = zeros - GIB / 4; left > 0; left -= GIB / 4) {
      packed.writeBytes(more);
    }
    return packed.toByteArray();
  }

  private static byte[] gzipOfZeros(long count) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed, 1 << 16)) {
      writeZeros(gzip, count);
    }
    return packed.toByteArray();
  }

  private static void writeZeros(OutputStream out, long count) throws IOException {
    byte[] zeros = new byte[1 << 16];
    for (long left = count; left > 0; left -= zeros.length) {
      out.write(zeros);
    }
  }
}
