package dev.snapseal.tools.input;

import static dev.snapseal.tools.input.Packing.join;
import static dev.snapseal.tools.input.Packing.utf8;
import static dev.snapseal.tools.input.Packing.zstd;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ZstdStreamTest {
  private static final byte[] HALLO = utf8("hallo, etcd. ".repeat(1000));
  private static final byte[] SKIPPABLE = {0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3};

  @Test
  void framesAreJoinedAndSkippableOnesSkipped() throws IOException {
    byte[] packed = join(SKIPPABLE, zstd(HALLO), SKIPPABLE, zstd(HALLO), SKIPPABLE);
    assertArrayEquals(join(HALLO, HALLO), unpack(packed));
  }

  @Test
  void everyCutIsAnEarlyEnd() {
    byte[] packed = zstd(HALLO);
    for (int length = 1; length < packed.length; length++) {
      InputException e = problemOf(Arrays.copyOf(packed, length));
      assertEquals(InputProblem.TRUNCATED, e.problem(), "cut at " + length);
      assertEquals(length, e.offset().orElseThrow());
    }
  }

  @Test
  void aWrongChecksumIsDamage() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(packed)) {
      out.setChecksum(true);
      out.write(HALLO);
    }
    byte[] bytes = packed.toByteArray();
    bytes[bytes.length - 1] ^= 1;
    assertEquals(InputProblem.DAMAGED, problemOf(bytes).problem());
  }

  @Test
  void foreignBytesBehindTheFramesAreDamage() {
    assertEquals(InputProblem.DAMAGED, problemOf(join(zstd(HALLO), utf8("garbage"))).problem());
  }

  @Test
  void aWindowThatTakesTooMuchMemoryIsNamed() throws IOException {
    assertArrayEquals(utf8("raw"), unpack(frameWithWindow(27)));
    assertEquals(InputProblem.UNSUPPORTED_FORMAT, problemOf(frameWithWindow(28)).problem());
  }

  /// RFC 8878 section 3.1.1: a frame of one raw block that asks for a window of `1 << log` bytes.
  private static byte[] frameWithWindow(int log) {
    byte[] header = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) ((log - 10) << 3)};
    byte[] lastRawBlock = {3 << 3 | 1, 0, 0};
    return join(header, lastRawBlock, utf8("raw"));
  }

  private static InputException problemOf(byte[] packed) {
    return assertThrows(InputException.class, () -> unpack(packed));
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    try (ZstdStream in = new ZstdStream(new ByteArrayInputStream(packed), "x.zst")) {
      return in.readAllBytes();
    }
  }
}
