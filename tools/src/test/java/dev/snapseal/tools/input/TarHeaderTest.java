package dev.snapseal.tools.input;

import static dev.snapseal.tools.input.Packing.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TarHeaderTest {
  @Test
  void sizesAreOctalDigits() {
    assertEquals(0644, sizeOf("00000000644\0"));
    assertEquals(0644, sizeOf("        644 "));
    assertEquals(077777777777L, sizeOf("77777777777\0"));
    assertEquals(0777777777777L, sizeOf("777777777777"));
    assertEquals(0, sizeOf("\0\0\0\0\0\0\0\0\0\0\0\0"));
  }

  @Test
  void aSizeThatIsNoOctalNumberIsNone() {
    assertEquals(TarHeader.NO_NUMBER, sizeOf("00000000648\0"));
    assertEquals(TarHeader.NO_NUMBER, sizeOf("-0000000001\0"));
    assertEquals(TarHeader.NO_NUMBER, sizeOf("0000 000001\0"));
  }

  @Test
  void gnuSizesAreBinary() {
    byte[] size = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1};
    assertEquals(0x2_0000_0001L, header(size).size());
  }

  @Test
  void negativeAndOverlongBinarySizesAreNone() {
    byte[] negative = new byte[12];
    Arrays.fill(negative, (byte) 0xFF);
    assertEquals(TarHeader.NO_NUMBER, header(negative).size());
    byte[] top = {(byte) 0x80, 0, 0, 0, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0};
    assertEquals(TarHeader.NO_NUMBER, header(top).size());
    byte[] beyond = {(byte) 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    assertEquals(TarHeader.NO_NUMBER, header(beyond).size());
  }

  @Test
  void thePrefixOfAPosixHeaderStandsBeforeTheName() {
    byte[] block = new byte[512];
    put(block, 0, "snap/db");
    put(block, 345, "member");
    put(block, 257, "ustar\00000");
    assertEquals("member/snap/db", new String(new TarHeader(block).name(), UTF_8));
    put(block, 257, "ustar  \0");
    assertEquals("snap/db", new String(new TarHeader(block).name(), UTF_8));
  }

  @Test
  void aNameOfAHundredBytesNeedsNoZeroAtItsEnd() {
    byte[] block = new byte[512];
    put(block, 0, "n".repeat(100));
    block[100] = '0';
    assertEquals("n".repeat(100), new String(new TarHeader(block).name(), UTF_8));
  }

  @Test
  void theChecksumCountsEveryByteOfTheHeader() {
    byte[] tar = Packing.tar("name", utf8("content"));
    for (int i = 0; i < 512; i++) {
      byte[] block = Arrays.copyOf(tar, 512);
      assertTrue(new TarHeader(block).hasSoundChecksum());
      block[i] ^= 1;
      boolean terminator = i >= 154 && i < 156;
      assertTrue(terminator || !new TarHeader(block).hasSoundChecksum(), "byte " + i);
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
    assertTrue(new TarHeader(block).hasSoundChecksum());
    put(block, 148, "%06o".formatted(unsigned - 256));
    assertFalse(new TarHeader(block).hasSoundChecksum());
  }

  private static long sizeOf(String field) {
    return header(utf8(field)).size();
  }

  private static TarHeader header(byte[] sizeField) {
    byte[] block = new byte[512];
    System.arraycopy(sizeField, 0, block, 124, 12);
    return new TarHeader(block);
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
