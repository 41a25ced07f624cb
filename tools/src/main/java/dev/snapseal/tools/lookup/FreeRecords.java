package dev.snapseal.tools.lookup;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.PageUsage;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.RecordCarver;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// The records that no tree reaches, in file order.
public final class FreeRecords {
  private FreeRecords() {}

  /// Finds them all.
  ///
  /// @param free told those on free pages
  /// @param slack told those in bytes of used pages that belong to nothing
  public static void carve(
      Snapshot snapshot, Consumer<RevisionRecord> free, Consumer<RevisionRecord> slack)
      throws IOException {
    PageUsage usage = PageUsage.surveyWithSlack(snapshot);
    carve(snapshot, usage.freeRanges(), free);
    carve(snapshot, usage.dirtySlack(), slack);
  }

  private static void carve(
      Snapshot snapshot, List<ByteRange> ranges, Consumer<RevisionRecord> records)
      throws IOException {
    RecordCarver carver = new RecordCarver(snapshot.bytes(), snapshot.meta().pageSize());
    for (ByteRange range : ranges) {
      carver.carve(range, new OnlyRecords(records));
    }
  }

  private record OnlyRecords(Consumer<RevisionRecord> records) implements RecordCarver.Visitor {
    @Override
    public void record(RevisionRecord record) {
      records.accept(record);
    }

    @Override
    public void gap(ByteRange range) {
      // Only whole records have a key.
    }
  }
}
