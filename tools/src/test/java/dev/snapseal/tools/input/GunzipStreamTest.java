package dev.snapseal.tools.input;

import static dev.snapseal.tools.input.Packing.gzip;
import static dev.snapseal.tools.input.Packing.join;
import static dev.snapseal.tools.input.Packing.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.junit.jupiter.api.Test;

class GunzipStreamTest {
  private static final byte[] HALLO = utf8("hallo, etcd");

  @Test
  void membersAreJoined() throws IOException {
    assertArrayEquals(join(HALLO, HALLO), unpack(join(gzip(HALLO), gzip(HALLO))));
  }

  @Test
  void anEmptyMemberGivesNothing() throws IOException {
    assertArrayEquals(HALLO, unpack(join(gzip(new byte[0]), gzip(HALLO), gzip(new byte[0]))));
  }

  @Test
  void contentThatDoesNotCompressAndIsLongerThanAnyBufferComesOut() throws IOException {
    byte[] noise = new byte[3_000_001];
    new Random(1).nextBytes(noise);
    assertArrayEquals(noise, unpack(gzip(noise)));
  }

  @Test
  void namesCommentsAndExtraFieldsArePassedOver() throws IOException {
    GzipParameters parameters = new GzipParameters();
    parameters.setFileName("snapshot.db");
    parameters.setComment("nightly");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GzipCompressorOutputStream out = new GzipCompressorOutputStream(packed, parameters)) {
      out.write(HALLO);
    }
    assertArrayEquals(HALLO, unpack(packed.toByteArray()));
    byte[] plain = gzip(HALLO);
    byte[] extra =
        join(Arrays.copyOf(plain, 10), new byte[] {5, 0, 'a', 'b', 1, 0, 'c', 9, 9}, rest(plain));
    extra[3] = 0x04 | 0x02;
    assertArrayEquals(HALLO, unpack(extra));
  }

  @Test
  void aNameThatNeverEndsIsRefusedSoonerThanItFillsTheHeap() {
    byte[] start = gzip(HALLO);
    start[3] = 0x08;
    byte[] name = new byte[3 << 20];
    Arrays.fill(name, (byte) 'n');
    InputException e = problemOf(join(Arrays.copyOf(start, 10), name));
    assertEquals(InputProblem.DAMAGED, e.problem());
    assertEquals(2 << 20, e.offset().orElseThrow());
  }

  @Test
  void zerosBehindTheLastMemberArePadding() throws IOException {
    assertArrayEquals(HALLO, unpack(join(gzip(HALLO), new byte[1000])));
  }

  @Test
  void foreignBytesBehindTheLastMemberAreNoted() throws IOException {
    byte[] packed = join(gzip(Inputs.realSnapshot()), utf8("garbage"));
    try (BackupInput input = Inputs.openPipe(packed)) {
      assertArrayEquals(Inputs.realSnapshot(), Inputs.bytesOf(input.onlyImage()));
      assertTrue(input.skipped().getFirst().why().contains("not gzip"));
    }
  }

  @Test
  void aDamagedSecondMemberIsNotTakenForTheEnd() {
    byte[] second = gzip(HALLO);
    second[2] = 7;
    InputException e = problemOf(join(gzip(HALLO), second));
    assertEquals(InputProblem.DAMAGED, e.problem());
    assertEquals(gzip(HALLO).length + 3, e.offset().orElseThrow());
  }

  @Test
  void wrongChecksumsAndLengthsAreDamage() {
    byte[] packed = gzip(HALLO);
    for (int i = packed.length - 8; i < packed.length; i++) {
      byte[] wrong = packed.clone();
      wrong[i] ^= 1;
      assertEquals(InputProblem.DAMAGED, problemOf(wrong).problem());
    }
  }

  @Test
  void reservedFlagsAreRefused() {
    byte[] packed = gzip(HALLO);
    packed[3] = 0x20;
    assertEquals(InputProblem.DAMAGED, problemOf(packed).problem());
  }

  @Test
  void everyCutIsAnEarlyEndAndSaysWhere() {
    byte[] packed = join(gzip(HALLO), gzip(HALLO));
    for (int length = 0; length < packed.length; length++) {
      if (length != packed.length / 2) {
        InputException e = problemOf(Arrays.copyOf(packed, length));
        assertEquals(InputProblem.TRUNCATED, e.problem(), "cut at " + length);
        assertEquals(length, e.offset().orElseThrow());
      }
    }
  }

  private static byte[] rest(byte[] packed) {
    return Arrays.copyOfRange(packed, 10, packed.length);
  }

  private static InputException problemOf(byte[] packed) {
    return assertThrows(InputException.class, () -> unpack(packed));
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    try (GunzipStream in = new GunzipStream(new ByteArrayInputStream(packed), "x.gz")) {
      return in.readAllBytes();
    }
  }
}
