package dev.snapseal.tools.caseindex;

import java.nio.file.Path;
import java.util.HexFormat;

/// Every row of a case's index as text.
final class IndexDump {
  private IndexDump() {}

  static String of(Path folder) throws CaseException {
    CaseFolder files = new CaseFolder(folder);
    StringBuilder dump = new StringBuilder();
    try (IndexStore store = IndexStore.openToRead(folder, files.index())) {
      for (Evidence evidence : store.evidences()) {
        dump.append(evidence).append('\n');
      }
      for (byte[] row :
          new byte[][] {CaseLayout.FORMAT_ROW, CaseLayout.KEY_CHECK_ROW, CaseLayout.PENDING_ROW}) {
        dump.append(store.headRow(row).map(HexFormat.of()::formatHex).orElse("none")).append('\n');
      }
      append(dump, store.recordCursor());
      append(dump, store.timeCursor());
      append(dump, store.markCursor());
      append(dump, store.liveCursor());
    }
    return dump.toString();
  }

  /// The number of an evidence that was begun, as hexadecimal digits; empty if all are whole.
  static String pending(Path folder) throws CaseException {
    try (IndexStore store = IndexStore.openToRead(folder, new CaseFolder(folder).index())) {
      return store.headRow(CaseLayout.PENDING_ROW).map(HexFormat.of()::formatHex).orElse("");
    }
  }

  private static void append(StringBuilder dump, RowCursor cursor) throws CaseException {
    HexFormat hex = HexFormat.of();
    try (RowCursor rows = cursor) {
      for (boolean more = rows.first(); more; more = rows.next()) {
        dump.append(hex.formatHex(rows.key())).append(' ');
        dump.append(hex.formatHex(rows.value())).append('\n');
      }
    }
  }
}
