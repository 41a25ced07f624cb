package dev.snapseal.snapshot.layout;

import dev.snapseal.snapshot.kv.RevisionRecord;
import java.io.IOException;

/// Makes the new values that a [RecordPlan] promised. Belongs to one thread.
@FunctionalInterface
public interface ValueWriter {
  /// Writes the new value of a record.
  ///
  /// @param element number of the record's element in the plan, from 0
  /// @param out where it goes
  /// @param outOffset its first byte
  /// @param length the bytes promised
  void write(long element, RevisionRecord record, byte[] out, int outOffset, int length)
      throws IOException;
}
