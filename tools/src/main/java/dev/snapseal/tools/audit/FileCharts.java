package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.chart.ByteMap;
import dev.snapseal.tools.chart.RevisionCounts;

/// What there is to draw of one file.
///
/// @param path as the report's `inputs` name it
/// @param pageSize bytes of a page
/// @param pages what lies in them
/// @param revisions every value that has a revision, live or not
public record FileCharts(
    String path, int pageSize, ByteMap<PageContent> pages, RevisionCounts<Stored> revisions) {

  /// What values are counted by.
  ///
  /// @param prefix under which they are stored, [EncryptionPrefix#NONE] for plaintext
  /// @param isLeftover whether they are in free space or slack
  public record Stored(ValueState state, EncryptionPrefix prefix, boolean isLeftover) {}
}
