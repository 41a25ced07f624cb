package dev.snapseal.tools.lookup;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.util.Optional;

/// Reads the one copy of a value that begins at a certain byte, in the store or in free space.
public final class CopyLookup implements RecordVisitor {
  private final KeyQuery query;
  private final long offset;
  private Optional<RevisionRecord> found = Optional.empty();

  private CopyLookup(KeyQuery query, long offset) {
    this.query = query;
    this.offset = offset;
  }

  /// Finds the value of the key that begins at `offset` of the file.
  public static Lookup at(Snapshot snapshot, KeyQuery query, long offset) throws IOException {
    CopyLookup lookup = new CopyLookup(query, offset);
    snapshot.forEachRevision(lookup);
    if (lookup.found.isEmpty()) {
      FreeRecords.carve(snapshot, lookup::record, lookup::record);
    }
    return lookup.found.isPresent()
        ? new Lookup.Found(lookup.found.get())
        : new Lookup.NoValueAt(offset);
  }

  @Override
  public void record(RevisionRecord record) {
    if (record.valueOffset() == offset
        && record.valueLength() > 0
        && query.rank(record.key()).isPresent()) {
      found = Optional.of(record);
    }
  }

  @Override
  public void malformed(MalformedRecordException fault) {
    // It has no key that could be meant.
  }
}
