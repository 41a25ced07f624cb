package dev.snapseal.tools.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BboltGeometryTest {
  @Test
  void aRealSnapshotIsAsLongAsItsMetaPageSays() {
    byte[] snapshot = Inputs.realSnapshot();
    BboltGeometry geometry = peek(snapshot).orElseThrow();
    assertEquals(new BboltGeometry(4096, 36), geometry);
    assertEquals(snapshot.length, geometry.snapshotBytes());
    assertTrue(geometry.isSnapshotOf(snapshot.length));
    assertTrue(geometry.isSnapshotOf(snapshot.length - 32));
    assertFalse(geometry.isSnapshotOf(snapshot.length - 1));
    assertFalse(geometry.isSnapshotOf(snapshot.length + 4096));
  }

  @Test
  void theMetaPageWithTheHigherTransactionCounts() {
    byte[] file = new byte[3 * 4096];
    putMeta(file, 0, 4096, 10, 7);
    putMeta(file, 4096, 4096, 20, 8);
    assertEquals(20, peek(file).orElseThrow().highWaterMark());
    putMeta(file, 0, 4096, 10, -1);
    assertEquals(10, peek(file).orElseThrow().highWaterMark());
  }

  @Test
  void aDamagedMetaPageIsLeftForTheOther() {
    for (int pageSize : new int[] {1024, 4096, 16384, 65536}) {
      byte[] file = new byte[3 * pageSize];
      putMeta(file, 0, pageSize, 10, 9);
      putMeta(file, pageSize, pageSize, 20, 8);
      file[40] ^= 1;
      assertEquals(Optional.of(new BboltGeometry(pageSize, 20)), peek(file));
    }
  }

  @Test
  void pageSizesThatAreNoPowerOfTwoAreReadFromTheFirstMetaPage() {
    byte[] file = new byte[6000];
    putMeta(file, 0, 3000, 5, 1);
    putMeta(file, 3000, 3000, 6, 2);
    assertEquals(Optional.of(new BboltGeometry(3000, 6)), peek(file));
  }

  @Test
  void numbersThatNoFileCanHaveAreNoGeometry() {
    for (int pageSize : new int[] {0, -1, 511, Integer.MIN_VALUE, 1 << 25}) {
      byte[] file = new byte[4096];
      putMeta(file, 0, pageSize, 10, 1);
      assertEquals(Optional.empty(), peek(file), "page size " + pageSize);
    }
    for (long pages : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE / 4096 + 1}) {
      byte[] file = new byte[4096];
      putMeta(file, 0, 4096, pages, 1);
      assertEquals(Optional.empty(), peek(file), "high-water mark " + pages);
    }
  }

  @Test
  void aFileTooShortForAMetaPageHasNoGeometry() {
    byte[] file = new byte[79];
    assertEquals(Optional.empty(), peek(file));
    assertFalse(BboltGeometry.hasMagic(MemorySegment.ofArray(new byte[19])));
  }

  private static Optional<BboltGeometry> peek(byte[] file) {
    return BboltGeometry.peek(MemorySegment.ofArray(file));
  }

  /// As bbolt's meta.go lays it out, with the checksum right.
  private static void putMeta(byte[] file, int offset, int pageSize, long pages, long txid) {
    ByteBuffer meta = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    meta.putInt(offset + 16, 0xED0CDAED).putInt(offset + 20, 2).putInt(offset + 24, pageSize);
    meta.putLong(offset + 56, pages).putLong(offset + 64, txid);
    long hash = 0xCBF29CE484222325L;
    for (byte b :
        MemorySegment.ofArray(file).asSlice(offset + 16, 56).toArray(ValueLayout.JAVA_BYTE)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    meta.putLong(offset + 72, hash);
  }
}
