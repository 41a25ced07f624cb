package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Planned files, written to memory.
final class PlannedFiles {
  private PlannedFiles() {}

  /// Leaves every record as it is.
  static final RecordPlan COPY =
      new RecordPlan() {
        @Override
        public long newValueLength(RevisionRecord record) {
          return COPY;
        }

        @Override
        public void malformed(MalformedRecordException fault) {}
      };

  /// Gives each value that there is another length, and drops nothing.
  record Resized(int more) implements RecordPlan {
    @Override
    public long newValueLength(RevisionRecord record) {
      return record.valueLength() == 0 ? COPY : Math.max(0, record.valueLength() + more);
    }

    @Override
    public void malformed(MalformedRecordException fault) {}
  }

  /// Fills a new value with the last byte of its key.
  static final ValueWriter FILL =
      (element, record, out, offset, length) -> {
        byte[] key = record.keyBytes();
        byte last = key.length == 0 ? 0 : key[key.length - 1];
        java.util.Arrays.fill(out, offset, offset + length, last);
      };

  /// The planned snapshot with its trailer; ranges are written last first, as workers might.
  static byte[] write(Snapshot source, RecordPlan records, Map<String, byte[]> metaRows)
      throws IOException {
    try (SnapshotPlan plan = SnapshotPlan.of(source, records, metaRows)) {
      int image = Math.toIntExact(plan.imageLength());
      byte[] file = new byte[image + FileDigest.TRAILER_BYTES];
      PageTarget target =
          (bytes, length, position) -> {
            System.arraycopy(bytes, 0, file, (int) position, length);
            return bytes;
          };
      byte[] metaPages = plan.metaPages();
      target.write(metaPages, metaPages.length, 0);
      List<PageRange> ranges = plan.ranges(10_000).reversed();
      PageWriter writer = plan.newWriter(FILL, target);
      for (PageRange range : ranges) {
        writer.write(range);
      }
      MessageDigest sha256 = FileDigest.newSha256();
      sha256.update(file, 0, image);
      System.arraycopy(sha256.digest(), 0, file, image, FileDigest.TRAILER_BYTES);
      return file;
    }
  }

  static byte[] copy(Snapshot source) throws IOException {
    return write(source, COPY, Collections.emptyMap());
  }
}
