package dev.snapseal.tools.input;

import static dev.snapseal.tools.input.Packing.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TarHeaderTest {
  @Test
  void sizesAreOctalDigits() throws IOException {
    assertEquals(0644, sizeOf("00000000644\0"));
    assertEquals(0644, sizeOf("        644 "));
    assertEquals(077777777777L, sizeOf("77777777777\0"));
    assertEquals(0777777777777L, sizeOf("777777777777"));
    assertEquals(0, sizeOf("\0\0\0\0\0\0\0\0\0\0\0\0"));
  }

  @Test
  void aSizeThatIsNoOctalNumberIsDamage() {
    assertDamaged(utf8("00000000648\0"));
    assertDamaged(utf8("-0000000001\0"));
    assertDamaged(utf8("0000 000001\0"));
  }

  @Test
  void gnuSizesAreBinary() throws IOException {
    byte[] size = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1};
    assertEquals(0x2_0000_0001L, sizeOf(size));
  }

  @Test
  void negativeAndOverlongBinarySizesAreDamage() {
    byte[] negative = new byte[12];
    Arrays.fill(negative, (byte) 0xFF);
    assertDamaged(negative);
    assertDamaged(new byte[] {(byte) 0x80, 0, 0, 0, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0});
    assertDamaged(new byte[] {(byte) 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  }

  @Test
  void thePrefixOfAPosixHeaderStandsBeforeTheName() throws IOException {
    byte[] block = new byte[512];
    put(block, 0, "snap/db");
    put(block, 345, "member");
    put(block, 257, "ustar\00000");
    assertEquals("member/snap/db", read(block).name());
    put(block, 257, "ustar  \0");
    put(block, 345, "\0\0\0\0\0\0");
    assertEquals("snap/db", read(block).name());
  }

  @Test
  void aNameOfAHundredBytesNeedsNoZeroAtItsEnd() throws IOException {
    byte[] block = new byte[512];
    put(block, 0, "n".repeat(100));
    block[100] = '0';
    assertEquals("n".repeat(100), read(block).name());
  }

  @Test
  void theChecksumCountsEveryByteOfTheHeader() {
    byte[] tar = Packing.tar("name", utf8("content"));
    for (int i = 0; i < 512; i++) {
      byte[] block = Arrays.copyOf(tar, 512);
      assertTrue(hasSoundChecksum(block));
      block[i] ^= 1;
      boolean terminator = i >= 154 && i < 156;
      assertTrue(terminator || !hasSoundChecksum(block), "byte " + i);
    }
  }

  @Test
  void aChecksumOfSignedBytesIsTakenToo() {
    byte[] block = new byte[512];
    put(block, 0, "gr\u00fc\u00df");
    writeChecksum(block, 0);
    int unsigned = Integer.parseInt(new String(block, 148, 6, UTF_8), 8);
    int negative = 4;
    put(block, 148, "%06o".formatted(unsigned - 256 * negative));
    assertTrue(hasSoundChecksum(block));
    put(block, 148, "%06o".formatted(unsigned - 256));
    assertFalse(hasSoundChecksum(block));
  }

  @Test
  void aMemberWhoseHeaderHasAWrongChecksumIsDamage() {
    byte[] block = Packing.tar("name", utf8("content"));
    block[0] ^= 1;
    InputException e =
        assertThrows(
            InputException.class,
            () -> new TarReader(new ByteArrayInputStream(block), "x.tar").next());
    assertEquals(InputProblem.DAMAGED, e.problem());
    assertEquals(512, e.offset().orElseThrow());
  }

  private static boolean hasSoundChecksum(byte[] block) {
    return TarHeaders.startsWithOne(MemorySegment.ofArray(block));
  }

  private static long sizeOf(String field) throws IOException {
    return sizeOf(utf8(field));
  }

  private static long sizeOf(byte[] field) throws IOException {
    return read(withSize(field)).content().size().orElseThrow();
  }

  private static void assertDamaged(byte[] sizeField) {
    byte[] block = withSize(sizeField);
    assertEquals(
        InputProblem.DAMAGED, assertThrows(InputException.class, () -> read(block)).problem());
  }

  private static byte[] withSize(byte[] field) {
    byte[] block = new byte[512];
    put(block, 0, "db");
    System.arraycopy(field, 0, block, 124, 12);
    return block;
  }

  private static TarMember read(byte[] block) throws IOException {
    writeChecksum(block, 0);
    return new TarReader(new ByteArrayInputStream(block), "x.tar").next().orElseThrow();
  }

  static void put(byte[] target, int offset, String text) {
    byte[] bytes = utf8(text);
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /// Makes the checksum of the header at this offset right.
  static void writeChecksum(byte[] tar, int offset) {
    Arrays.fill(tar, offset + 148, offset + 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[offset + i] & 0xFF;
    }
    put(tar, offset + 148, "%06o\0 ".formatted(sum));
  }
}
