package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;

/// Says what becomes of each record of bucket `key` in a new file. Asked once for each, in the
/// order of revisions.
public interface RecordPlan {
  /// The record is left out.
  long DROP = -1;

  /// The record stays as it is, byte for byte.
  long COPY = -2;

  /// Bytes of the record's new value, or [#DROP] or [#COPY]. The writer of the value must then make
  /// exactly so many.
  ///
  /// @param record one with a value and without [RevisionRecord#hasRepeatedFields()], if the answer
  ///   is a length
  long newValueLength(RevisionRecord record) throws IOException;

  /// An element that is no record; it stays as it is.
  void malformed(MalformedRecordException fault) throws IOException;
}
