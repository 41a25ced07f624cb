package dev.snapseal.tools.input;

import static dev.snapseal.tools.input.Packing.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ContentTypeTest {
  @Test
  void aRealSnapshotIsBbolt() {
    assertEquals(ContentType.BBOLT, typeOf(Inputs.realSnapshot()));
  }

  @Test
  void aSnapshotWithItsFirstPageZeroedIsBboltByItsSecondMetaPage() {
    byte[] bytes = Inputs.realSnapshot();
    Arrays.fill(bytes, 0, 4096, (byte) 0);
    assertEquals(ContentType.BBOLT, typeOf(bytes));
  }

  @Test
  void aSecondMetaPageAtAPlaceThatIsNotItsPageSizeIsNotBbolt() {
    byte[] bytes = Inputs.realSnapshot();
    byte[] moved = Packing.join(new byte[4096], Arrays.copyOf(bytes, 200_000));
    assertEquals(ContentType.BBOLT, typeOf(moved));
    assertEquals(ContentType.ZEROS, typeOf(Packing.join(new byte[1024], new byte[3072 + 8192])));
    byte[] wrong = Packing.join(new byte[8192], bytes);
    assertEquals(ContentType.ZEROS, typeOf(wrong));
  }

  @Test
  void reversedMagicIsABigEndianFile() {
    byte[] bytes = new byte[4096];
    System.arraycopy(new byte[] {(byte) 0xED, 0x0C, (byte) 0xDA, (byte) 0xED}, 0, bytes, 16, 4);
    assertEquals(ContentType.BBOLT_BIG_ENDIAN, typeOf(bytes));
  }

  @Test
  void aPackedBackupWithBboltsMagicAtTheSameOffsetIsWhatPackedIt() {
    byte[] packed = Packing.zstd(Arrays.copyOf(Inputs.realSnapshot(), 8192));
    assertTrue(BboltGeometry.hasMagic(MemorySegment.ofArray(packed)));
    assertEquals(ContentType.ZSTD, typeOf(packed));
  }

  @Test
  void aSnapshotWithADamagedFirstMetaPageIsStillBbolt() {
    byte[] bytes = Arrays.copyOf(Inputs.realSnapshot(), 4096);
    bytes[72] ^= 1;
    assertEquals(ContentType.BBOLT, typeOf(bytes));
  }

  @Test
  void everyCompressionAndArchiveIsToldByItsContent() {
    byte[] content = utf8("content");
    assertEquals(ContentType.GZIP, typeOf(Packing.gzip(content)));
    assertEquals(ContentType.ZSTD, typeOf(Packing.zstd(content)));
    assertEquals(ContentType.ZIP, typeOf(Packing.zip("a", content)));
    assertEquals(ContentType.TAR, typeOf(Packing.tar("a", content)));
  }

  @Test
  void aZstdSkippableFrameIsZstd() {
    assertEquals(ContentType.ZSTD, typeOf(new byte[] {0x5A, 0x2A, 0x4D, 0x18, 0, 0, 0, 0}));
  }

  @Test
  void anOldTarWithoutMagicIsToldByItsChecksum() {
    byte[] tar = Packing.tar("a", utf8("content"));
    Arrays.fill(tar, 257, 512, (byte) 0);
    TarHeaderTest.writeChecksum(tar, 0);
    assertEquals(ContentType.TAR, typeOf(tar));
  }

  @Test
  void aTarWithADamagedFirstHeaderIsStillATar() {
    byte[] tar = Packing.tar("a", utf8("content"));
    tar[0] = 'b';
    assertEquals(ContentType.TAR, typeOf(tar));
  }

  @Test
  void sealedFilesAreToldInBothOfAgesForms() {
    assertEquals(ContentType.AGE, typeOf(utf8("age-encryption.org/v1\n-> X25519 abc\n")));
    assertEquals(ContentType.AGE, typeOf(utf8("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl")));
  }

  @Test
  void formatsThatAreNotReadAreNamed() {
    assertEquals(ContentType.SQLITE, typeOf(utf8("SQLite format 3\0....")));
    assertEquals(ContentType.XZ, typeOf(new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0, 0, 4}));
    assertEquals(ContentType.BZIP2, typeOf(utf8("BZh91AY&SY....")));
    assertEquals(
        ContentType.SEVEN_ZIP, typeOf(new byte[] {'7', 'z', (byte) 0xBC, (byte) 0xAF, 0x27, 0x1C}));
    assertEquals(ContentType.LZ4, typeOf(new byte[] {0x04, 0x22, 0x4D, 0x18, 0x64}));
    assertEquals(ContentType.COMPRESS, typeOf(new byte[] {0x1F, (byte) 0x9D, (byte) 0x90}));
  }

  @Test
  void whatHasNoSignatureIsToldApart() {
    assertEquals(ContentType.EMPTY, typeOf(new byte[0]));
    assertEquals(ContentType.ZEROS, typeOf(new byte[100_000]));
    assertEquals(ContentType.TEXT, typeOf(utf8("{\"kind\": \"Secret\"}\n")));
    assertEquals(ContentType.UNKNOWN, typeOf(new byte[] {1, 2, 3}));
  }

  @Test
  void aFileOfKeysIsToldFromOtherText() {
    assertEquals(
        ContentType.ENCRYPTION_CONFIGURATION,
        typeOf(utf8("{\"kind\":\"EncryptionConfiguration\",\"resources\":[]}")));
    assertEquals(
        ContentType.ENCRYPTION_CONFIGURATION,
        typeOf(utf8("kind: EncryptionConfig\napiVersion: v1")));
  }

  private static ContentType typeOf(byte[] bytes) {
    return ContentType.of(new SegmentContent(MemorySegment.ofArray(bytes)).head());
  }
}
