package dev.snapseal.tools.report;

import dev.snapseal.crypto.Provider;
import dev.snapseal.tools.history.KeyHistory;
import java.io.PrintWriter;

/// `history` for people: a line for each revision, oldest first.
public final class HistoryText {
  private static final int HANGING = 2;

  private HistoryText() {}

  /// Writes the text.
  ///
  /// @param columns how long a line may be
  public static void write(PrintWriter out, KeyHistory history, int columns) {
    WrappedText.print(
        out,
        "%s: %s in %s"
            .formatted(
                SafeText.forTerminal(history.key()),
                Quantity.count(history.entries().size(), "record"),
                SafeText.forTerminal(history.input().path())),
        HANGING,
        columns);
    if (history.omitted() > 0) {
      out.println(Quantity.count(history.omitted(), "older record") + " not shown");
    }
    out.println();
    TextTable table =
        new TextTable(
            ">REVISION",
            ">VERSION",
            "SCOPE",
            "STORED AS",
            ">BYTES",
            ">PAGE",
            ">OFFSET",
            "WRITTEN*");
    history.entries().forEach(entry -> row(table, entry));
    table.print(out, columns);
    out.println();
    WrappedText.print(
        out, "* as the object itself says; etcd keeps no times" + hint(history), HANGING, columns);
    if (history.entries().stream().anyMatch(entry -> entry.state().isCopy())) {
      out.println("print one of the copies: snapseal get FILE KEY --offset OFFSET");
    }
    out.flush();
  }

  private static void row(TextTable table, KeyHistory.Entry entry) {
    table.row(
        entry.sub() == 0 ? Long.toString(entry.revision()) : entry.revision() + "/" + entry.sub(),
        entry.version() == 0 ? "" : Long.toString(entry.version()),
        entry.state().jsonName(),
        storedAs(entry),
        Long.toString(entry.sizeBytes()),
        Long.toString(entry.page()),
        Long.toString(entry.offset()),
        written(entry));
  }

  private static String storedAs(KeyHistory.Entry entry) {
    return switch (entry.content()) {
      case NONE -> "";
      case PLAIN, OPENED, NOT_TRIED, NOT_OPENED ->
          entry.prefix().provider() != Provider.IDENTITY
              ? entry.prefix().text()
              : entry.content() == KeyHistory.Content.PLAIN ? "plaintext" : "malformed prefix";
    };
  }

  private static String written(KeyHistory.Entry entry) {
    return switch (entry.content()) {
      case NONE -> "deleted";
      case NOT_TRIED -> "(encrypted)";
      case NOT_OPENED -> "(does not open)";
      case PLAIN, OPENED ->
          entry
              .origin()
              .map(
                  origin ->
                      JsonReport.time(origin.time())
                          + " "
                          + origin.operation()
                          + (origin.manager().isEmpty() ? "" : " by " + origin.manager()))
              .orElse("");
    };
  }

  private static String hint(KeyHistory history) {
    boolean isSomeEncrypted =
        history.entries().stream()
            .anyMatch(entry -> entry.content() == KeyHistory.Content.NOT_TRIED);
    return isSomeEncrypted ? "; with --config, encrypted values are opened for theirs" : "";
  }
}
