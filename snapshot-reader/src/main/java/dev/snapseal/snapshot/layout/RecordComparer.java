package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;

/// Takes the records of bucket `key` of a new file, each with the one it was made from, to compare
/// what only the caller can. Belongs to one thread.
public interface RecordComparer {
  /// A record that got another value; all else in it is the same.
  ///
  /// @param element number of the record's element in the plan, from 0
  void rewritten(long element, RevisionRecord before, RevisionRecord after) throws IOException;

  /// A record that is the same, byte for byte.
  void copied(RevisionRecord after) throws IOException;
}
