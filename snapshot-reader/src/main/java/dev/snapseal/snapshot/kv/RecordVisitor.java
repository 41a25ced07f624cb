package dev.snapseal.snapshot.kv;

import java.io.IOException;

/// Takes the records of bucket `key` in the order of their revisions.
public interface RecordVisitor {

  void record(RevisionRecord record) throws IOException;

  /// An element that is no record; the walk goes on behind it.
  void malformed(MalformedRecordException fault) throws IOException;
}
