package dev.snapseal.snapshot.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.testdata.etcd.WalBuilder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalReaderTest {
  private static final byte[] REQUEST = "a request of some length".getBytes(UTF_8);

  private static WalBuilder some() {
    return WalBuilder.first().entry(1, 1, new byte[0]).entry(1, 2, REQUEST).state(1, 7, 2);
  }

  private static SnapshotBytes file(byte[] bytes) {
    return new SnapshotBytes("0.wal", MemorySegment.ofArray(bytes));
  }

  private static List<String> types(byte[]... segments) throws IOException {
    List<String> types = new ArrayList<>();
    WalReader.read(
        Arrays.stream(segments).map(WalReaderTest::file).toList(),
        (segment, record) -> types.add(record.type().name()));
    return types;
  }

  private static WalEnd end(byte[]... segments) throws IOException {
    return WalReader.read(
        Arrays.stream(segments).map(WalReaderTest::file).toList(), (segment, record) -> {});
  }

  @Test
  void recordsComeInTheirOrder() throws IOException {
    assertEquals(
        List.of("CRC", "METADATA", "SNAPSHOT", "ENTRY", "ENTRY", "STATE"), types(some().bytes()));
  }

  @Test
  void anEntryIsReadWithAndWithoutItsType() throws IOException {
    byte[] bytes = WalBuilder.first().entry(3, 9, REQUEST).entryWithoutType(3, 10, REQUEST).bytes();
    List<WalEntry> entries = new ArrayList<>();
    WalReader.read(
        List.of(file(bytes)),
        (segment, record) -> {
          if (record.type() == WalRecordType.ENTRY) {
            entries.add(WalEntry.read(segment, record));
          }
        });
    for (int i = 0; i < 2; i++) {
      WalEntry entry = entries.get(i);
      assertEquals(0, entry.type());
      assertEquals(3, entry.term());
      assertEquals(9 + i, entry.index());
      assertEquals(
          new String(REQUEST, UTF_8),
          new String(bytes, (int) entry.dataOffset(), (int) entry.dataLength(), UTF_8));
    }
  }

  @Test
  void preallocatedZeroesEndASegment() throws IOException {
    WalBuilder wal = some();
    WalEnd end = end(wal.preallocated(100_000));
    assertEquals(6, end.records());
    assertEquals(wal.length(), end.offset());
    assertTrue(end.torn().isEmpty());
  }

  @Test
  void theChecksumGoesOnFromSegmentToSegment() throws IOException {
    WalBuilder first = some();
    WalBuilder second = first.next();
    second.entry(1, 3, REQUEST);
    assertEquals(9, end(first.bytes(), second.bytes()).records());
    assertEquals(3, end(second.bytes()).records());
  }

  @Test
  void aMissingSegmentIsNoticed() {
    WalBuilder first = some();
    WalBuilder second = first.next();
    byte[] before = first.bytes();
    second.entry(1, 3, REQUEST);
    WalBuilder third = second.next();
    CorruptWalException e =
        assertThrows(CorruptWalException.class, () -> end(before, third.bytes()));
    assertEquals(WalRule.SEGMENT_CHAIN, e.rule());
    assertEquals(0, e.offset());
  }

  /// Cut at each byte of the last record, the last segment is torn and an earlier one is corrupt.
  @Test
  void aCutRecordEndsTheLastSegmentOnly() throws IOException {
    WalBuilder wal = some();
    int sound = wal.length();
    wal.entry(1, 3, REQUEST);
    byte[] whole = wal.bytes();
    byte[] next = wal.next().bytes();
    for (int length = sound + 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      WalEnd end = end(cut);
      assertEquals(6, end.records(), "cut to " + length);
      assertEquals(sound, end.offset());
      assertEquals(WalRule.RECORD_TRUNCATED, end.torn().orElseThrow().rule());
      assertThrows(CorruptWalException.class, () -> end(cut, next));
    }
  }

  /// What a disk that lost power leaves: sectors of the last record that were never written.
  @Test
  void aSectorOfZeroesIsATornEnd() throws IOException {
    WalBuilder wal = some();
    int sound = wal.length();
    byte[] data = new byte[5_000];
    Arrays.fill(data, (byte) 'x');
    wal.entry(1, 3, data);
    for (int border = 1024; border < 4_608; border += 512) {
      byte[] bytes = wal.preallocated(0);
      Arrays.fill(bytes, border, border + 512, (byte) 0);
      WalEnd end = end(bytes);
      assertEquals(sound, end.offset());
      assertEquals(WalRule.RECORD_CRC, end.torn().orElseThrow().rule());
      byte[] next = wal.next().bytes();
      assertThrows(CorruptWalException.class, () -> end(bytes, next));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void aFlippedBitOfDataIsNoTornEnd(int bit) {
    WalBuilder wal = some();
    byte[] bytes = wal.bytes();
    int place = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("request");
    bytes[place] ^= (byte) (1 << bit);
    CorruptWalException e = assertThrows(CorruptWalException.class, () -> end(bytes));
    assertEquals(WalRule.RECORD_CRC, e.rule());
    assertTrue(e.getMessage().contains("0x"), e.getMessage());
  }

  @Test
  void aTypeThatNoEtcdWritesIsRefused() {
    byte[] bytes = some().record(6, REQUEST).bytes();
    CorruptWalException e = assertThrows(CorruptWalException.class, () -> end(bytes));
    assertEquals(WalRule.RECORD_TYPE, e.rule());
  }

  /// A length is the attacker's: it costs no memory.
  @ParameterizedTest
  @ValueSource(longs = {1L << 55, Long.MAX_VALUE, -1L, Long.MIN_VALUE | 1L << 40})
  void anAbsurdLengthIsATruncatedRecord(long length) throws IOException {
    WalBuilder wal = some();
    byte[] bytes = wal.preallocated(64);
    java.nio.ByteBuffer.wrap(bytes)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putLong(wal.length(), length);
    assertEquals(WalRule.RECORD_TRUNCATED, end(bytes).torn().orElseThrow().rule());
  }

  @Test
  void noByteOfASegmentMakesTheReaderFail() throws IOException {
    byte[] sound = some().next().entry(1, 3, REQUEST).bytes();
    for (int place = 0; place < sound.length; place++) {
      for (int value : new int[] {0x00, 0x7F, 0x80, 0xFF}) {
        byte[] bytes = sound.clone();
        bytes[place] = (byte) value;
        try {
          end(bytes);
        } catch (CorruptWalException e) {
          assertTrue(e.offset() < sound.length, e::getMessage);
        }
      }
    }
  }
}
