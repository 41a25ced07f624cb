package dev.snapseal.snapshot.wal;

import dev.snapseal.snapshot.SnapshotBytes;
import java.io.IOException;

/// Takes the records of a log in order.
@FunctionalInterface
public interface WalVisitor {
  /// Takes a sound record.
  ///
  /// @param segment the file that holds it
  void record(SnapshotBytes segment, WalRecord record) throws IOException;
}
