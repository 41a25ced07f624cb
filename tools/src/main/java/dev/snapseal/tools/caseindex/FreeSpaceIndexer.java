package dev.snapseal.tools.caseindex;

import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.RecordCarver;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;

/// Indexes the records in bytes that no tree reaches.
///
/// A record that crosses into another page may have lost what followed it there to other content,
/// so those bytes are searched once more by themselves, and not yet again: crafted records inside
/// one another cost no more than twice the bytes.
final class FreeSpaceIndexer {
  private final IndexingWorker worker;
  private final SightingScope scope;
  private final int pageSize;
  private final RecordCarver carver;

  /// @param worker of the thread that does this
  /// @param scope [SightingScope#FREE] or [SightingScope#SLACK]
  FreeSpaceIndexer(IndexingWorker worker, Snapshot snapshot, SightingScope scope) {
    this.worker = worker;
    this.scope = scope;
    this.pageSize = snapshot.meta().pageSize();
    this.carver = new RecordCarver(snapshot.bytes(), pageSize);
  }

  void index(ByteRange range) throws IOException {
    carver.carve(range, new Whole());
  }

  /// Without its value a record says nothing.
  private void add(RevisionRecord record) throws IOException {
    if (record.valueLength() > 0) {
      worker.free(record, scope);
    }
  }

  private final class Whole implements RecordCarver.Visitor {
    @Override
    public void record(RevisionRecord record) throws IOException {
      add(record);
      long recordEnd = record.recordOffset() + record.recordLength();
      long nextPage = (record.recordOffset() / pageSize + 1) * pageSize;
      if (nextPage < recordEnd) {
        carver.carve(new ByteRange(nextPage, recordEnd), new Inside());
      }
    }

    @Override
    public void gap(ByteRange range) {
      // Only whole records have a key.
    }
  }

  private final class Inside implements RecordCarver.Visitor {
    @Override
    public void record(RevisionRecord record) throws IOException {
      add(record);
    }

    @Override
    public void gap(ByteRange range) {
      // Only whole records have a key.
    }
  }
}
