package dev.snapseal.testdata;

/// What a large snapshot holds, made record by record while it is written.
interface LargeRecords {
  /// The value of the `key` bucket at an index.
  ///
  /// @param index from 0
  /// @param dataBytes as the plan has it
  /// @param revision main revision
  byte[] record(int index, int dataBytes, long revision);
}
