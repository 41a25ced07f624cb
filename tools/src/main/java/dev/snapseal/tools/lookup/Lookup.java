package dev.snapseal.tools.lookup;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// What a read of one key gives.
public sealed interface Lookup {

  /// The value.
  ///
  /// @param record valid as long as the snapshot is open
  record Found(RevisionRecord record) implements Lookup {}

  /// The key had been deleted.
  ///
  /// @param revision main revision of the deletion
  /// @param lastPut main revision of the last value before it, if the store still has that
  record Deleted(long revision, OptionalLong lastPut) implements Lookup {}

  /// The key did not exist yet.
  ///
  /// @param firstRevision main revision of its first value in the store
  record NotYetCreated(long firstRevision) implements Lookup {}

  /// History up to this revision is gone.
  record Compacted(long compactRevision) implements Lookup {}

  /// The store had not come so far.
  record FutureRevision(long currentRevision) implements Lookup {}

  /// No value of the key begins at this byte of the file.
  record NoValueAt(long offset) implements Lookup {}

  /// The store has no record of the key.
  ///
  /// @param nearest live keys that are most like it, at most three
  record NoSuchKey(List<String> nearest) implements Lookup {
    public NoSuchKey {
      nearest = List.copyOf(nearest);
    }

    /// Looks for keys like one of which there is no record.
    public static NoSuchKey nearest(Snapshot snapshot, KeyQuery query) throws IOException {
      return new NoSuchKey(NearestKeys.find(snapshot, query));
    }
  }
}
