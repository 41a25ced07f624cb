package dev.snapseal.snapshot.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/// Any bytes taken for a record, for a message, and for free space.
class RecordFuzzTest {

  @FuzzTest(maxDuration = "60s")
  void anyBytesAreARecordOrMalformed(byte[] bytes) {
    SnapshotBytes file = new SnapshotBytes("fuzz", MemorySegment.ofArray(bytes));
    for (int keyLength : new int[] {0, 16, 17, 18, 19}) {
      if (keyLength <= bytes.length) {
        read(file, keyLength, bytes.length - keyLength);
      }
    }
  }

  @FuzzTest(maxDuration = "60s")
  void anyBytesAreFieldsOrMalformed(byte[] bytes) {
    ProtobufReader reader = new ProtobufReader(MemorySegment.ofArray(bytes));
    try {
      while (reader.next()) {
        assertEquals(reader.fieldEnd(), reader.valueOffset() + reader.valueLength());
      }
    } catch (MalformedProtobufException fault) {
      assertEquals(reader.fieldStart(), fault.offset());
    }
  }

  @FuzzTest(maxDuration = "60s")
  void freeSpaceIsRecordsAndGapsWithoutAHole(byte[] bytes) throws IOException {
    AtomicLong position = new AtomicLong();
    SnapshotBytes file = new SnapshotBytes("fuzz", MemorySegment.ofArray(bytes));
    new RecordCarver(file, 4096)
        .carve(
            new ByteRange(0, bytes.length),
            new RecordCarver.Visitor() {
              @Override
              public void record(RevisionRecord record) {
                assertEquals(position.get(), record.recordOffset());
                assertEquals(record.revision().main(), record.modRevision());
                position.addAndGet(record.recordLength());
              }

              @Override
              public void gap(ByteRange range) {
                assertEquals(position.get(), range.start());
                position.set(range.end());
              }
            });
    assertEquals(bytes.length, position.get());
  }

  private static void read(SnapshotBytes file, int keyLength, int valueLength) {
    try {
      RevisionRecord record = RevisionRecord.read(file, 2, 0, keyLength, valueLength);
      assertEquals(record.keyLength(), record.key().byteSize());
      assertEquals(record.valueLength(), record.value().byteSize());
    } catch (MalformedRecordException fault) {
      assertEquals(2, fault.pageId());
    }
  }
}
