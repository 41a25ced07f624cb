package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.layout.PageRange;
import dev.snapseal.snapshot.layout.PageWriter;
import dev.snapseal.snapshot.layout.SnapshotPlan;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Writes what was salvaged to memory.
final class SavedFile {
  private SavedFile() {}

  /// The new file, opened by the ordinary reader.
  static Snapshot write(SalvagedBackup backup) throws IOException {
    try (SnapshotPlan plan = backup.plan()) {
      byte[] image = Arrays.copyOf(plan.metaPages(), (int) plan.imageLength());
      PageWriter writer =
          plan.newWriter(
              (element, record, out, outOffset, length) -> {
                throw new IllegalStateException("no value is rewritten");
              },
              (bytes, length, position) -> {
                System.arraycopy(bytes, 0, image, (int) position, length);
                return bytes;
              });
      for (PageRange range : plan.ranges(1 << 16)) {
        writer.write(range);
      }
      return Snapshot.of("saved.db", MemorySegment.ofArray(image));
    }
  }
}
