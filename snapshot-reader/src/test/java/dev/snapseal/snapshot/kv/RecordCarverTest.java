package dev.snapseal.snapshot.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.PageUsage;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.TestFiles;
import dev.snapseal.testdata.SnapshotBuilder;
import dev.snapseal.testdata.etcd.KeyValueMessage;
import dev.snapseal.testdata.etcd.RevisionKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordCarverTest {
  private static final int PAGE = 4096;

  @Test
  void recordsOfAnOldLeafAreFoundWithItsHeader() throws IOException {
    Snapshot snapshot =
        TestFiles.open(
            SnapshotBuilder.snapshot()
                .bucket("key", bucket -> bucket.put("a", "b"))
                .freeTree(
                    old ->
                        old.put(RevisionKey.put(5, 0), value("secret", 5, "hunter2"))
                            .put(RevisionKey.put(6, 1), value("other", 6, "x"))
                            .ownPages())
                .build());
    List<String> found = new ArrayList<>();
    for (ByteRange free : PageUsage.survey(snapshot).freeRanges()) {
      found.addAll(carve(snapshot.bytes(), free).records);
    }
    assertEquals(List.of("5/0 secret=hunter2", "6/1 other=x"), found);
  }

  @Test
  void recordsAreFoundWithoutAHeaderAndAcrossAPageBorder() throws IOException {
    for (int start = PAGE - 60; start <= PAGE; start++) {
      byte[] bytes = new byte[3 * PAGE];
      put(bytes, start, record(7, "key", "value"));
      assertEquals(List.of("7/0 key=value"), carve(bytes).records, "at " + start);
    }
  }

  @Test
  void everyPlaceInAWordIsLookedAt() throws IOException {
    byte[] record = record(7, "k", "v");
    for (int start = 0; start < 40; start++) {
      for (int behind = 0; behind < 20; behind++) {
        byte[] bytes = new byte[start + record.length + behind];
        put(bytes, start, record);
        Found found = carve(bytes);
        assertEquals(List.of("7/0 k=v"), found.records, start + " and " + behind);
        assertEquals(start + behind, found.gapBytes);
      }
    }
  }

  @Test
  void recordsThatLieSideBySideAreAllFound() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 2; i < 102; i++) {
      all.writeBytes(record(i, "key" + i, "value" + i));
    }
    Found found = carve(all.toByteArray());
    assertEquals(100, found.records.size());
    assertEquals("101/0 key101=value101", found.records.getLast());
    assertEquals(0, found.gapBytes);
  }

  @Test
  void aRecordWhoseValueWasCutIsGivenWithoutIt() throws IOException {
    byte[] record = record(7, "key", "a value that goes on");
    Found found = carve(Arrays.copyOf(record, record.length - 5));
    assertEquals(List.of("7/0 key="), found.records);
    assertTrue(found.gapBytes > 0);
  }

  @Test
  void aRecordCutBeforeItsVersionIsNone() throws IOException {
    byte[] record = record(7, "key", "value");
    Found found = carve(Arrays.copyOf(record, 17 + 2 + 3 + 2 + 2));
    assertEquals(List.of(), found.records);
  }

  @Test
  void aRecordUnderAnotherRevisionIsNone() throws IOException {
    byte[] record = record(7, "key", "value");
    record[7] = 8;
    assertEquals(List.of(), carve(record).records);
  }

  @Test
  void randomBytesHoldNoRecords() throws IOException {
    byte[] noise = new byte[32 << 20];
    new SplittableRandom(3).nextBytes(noise);
    Found found = carve(noise);
    assertEquals(List.of(), found.records);
    assertEquals(noise.length, found.gapBytes);
  }

  @Test
  void bytesThatAllLookLikeCandidatesHoldNoRecords() throws IOException {
    byte[] bytes = new byte[1 << 20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 2 == 0 ? '_' : 0x0A);
    }
    assertEquals(List.of(), carve(bytes).records);
  }

  @Test
  void aRangeTooShortForARecordIsAGap() throws IOException {
    for (int length = 0; length < 40; length++) {
      assertEquals(length, carve(new byte[length]).gapBytes);
    }
  }

  @Test
  void gapsAndRecordsCoverTheRangeInOrder() throws IOException {
    byte[] bytes = new byte[PAGE];
    put(bytes, 100, record(7, "a", "1"));
    put(bytes, 1000, record(8, "b", "2"));
    Found found = carve(bytes);
    assertEquals(PAGE, found.position);
    assertEquals(3, found.gaps);
  }

  private static byte[] record(long main, String key, String value) {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(RevisionKey.put(main, 0));
    record.writeBytes(value(key, main, value));
    return record.toByteArray();
  }

  private static byte[] value(String key, long main, String value) {
    return new KeyValueMessage(key.getBytes(UTF_8), main, main, 1, value.getBytes(UTF_8), 0)
        .toBytes();
  }

  private static void put(byte[] target, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
  }

  private static Found carve(byte[] bytes) throws IOException {
    return carve(
        new SnapshotBytes("free", MemorySegment.ofArray(bytes)), new ByteRange(0, bytes.length));
  }

  private static Found carve(SnapshotBytes bytes, ByteRange range) throws IOException {
    Found found = new Found(range.start());
    new RecordCarver(bytes, PAGE).carve(range, found);
    return found;
  }

  private static final class Found implements RecordCarver.Visitor {
    private final List<String> records = new ArrayList<>();
    private long position;
    private long gapBytes;
    private int gaps;

    Found(long start) {
      this.position = start;
    }

    @Override
    public void record(RevisionRecord record) {
      assertEquals(position, record.recordOffset());
      position += record.recordLength();
      records.add(
          record.revision()
              + " "
              + TestFiles.text(record.key())
              + "="
              + TestFiles.text(record.value()));
    }

    @Override
    public void gap(ByteRange range) {
      assertEquals(position, range.start());
      position = range.end();
      gapBytes += range.length();
      gaps++;
    }
  }
}
