package dev.snapseal.tools.report;

import dev.snapseal.tools.export.ExportReport;
import dev.snapseal.tools.export.LeftOut;
import java.io.PrintWriter;
import java.util.List;

/// What an export wrote and what it did not, for people.
public final class ExportText {
  private static final int LISTED = 20;
  private static final int HANGING = 10;

  private ExportText() {}

  /// Writes a few lines.
  ///
  /// @param columns how long a line may be
  public static void write(PrintWriter out, ExportReport report, int columns) {
    StringBuilder kinds = new StringBuilder();
    report
        .byKind()
        .forEach(
            (kind, count) ->
                kinds
                    .append(kinds.isEmpty() ? ": " : ", ")
                    .append(SafeText.forTerminal(kind))
                    .append(' ')
                    .append(Quantity.count(count)));
    WrappedText.print(
        out,
        "exported  %s of revision %d%s"
            .formatted(Quantity.count(report.written(), "object"), report.revision(), kinds),
        HANGING,
        columns);
    for (LeftOut reason : LeftOut.values()) {
      Long count = report.leftOut().get(reason);
      if (count != null) {
        WrappedText.print(
            out, "left out  " + Quantity.count(count) + ": " + reason.reason(), HANGING, columns);
      }
    }
    if (report.leftOut().keySet().stream().anyMatch(reason -> reason != LeftOut.INTERNAL)) {
      out.println("          --all exports them, too");
    }
    marked(out, "none      ", report.none());
    marked(out, "needs     ", report.needs().inBackup());
    marked(out, "needs     and this backup has not: ", report.needs().absent());
    ExportReport.Marked marked = report.marked();
    marked(out, "generic   kept under field numbers, kubectl does not take it: ", marked.generic());
    marked(
        out,
        "unknown   has fields that no release knows, or text not in UTF-8; --full keeps it: ",
        marked.withUnknownFields());
    marked(out, "unserved  no API server takes this version any more: ", marked.unserved());
    marked(out, "finalizer deleted only once its controller agrees: ", marked.withFinalizers());
    if (report.foreign() > 0) {
      out.println("skipped   " + Quantity.count(report.foreign(), "live key") + " of no object");
    }
    if (report.malformed() > 0) {
      out.println(
          "skipped   " + Quantity.count(report.malformed(), "element") + " that are no records");
    }
    failures(out, report);
    out.flush();
  }

  private static void marked(PrintWriter out, String what, List<String> keys) {
    int listed = 0;
    for (String key : keys) {
      if (listed++ < LISTED) {
        out.println(what + SafeText.forTerminal(key));
      }
    }
    if (listed > LISTED) {
      out.println("          and " + Quantity.count(listed - LISTED) + " more");
    }
  }

  private static void failures(PrintWriter out, ExportReport report) {
    report.failures().stream()
        .limit(LISTED)
        .forEach(
            failure ->
                out.println(
                    "FAILED    %s at revision %d: %s"
                        .formatted(
                            SafeText.forTerminal(failure.key()),
                            failure.revision(),
                            SafeText.forTerminal(failure.reason()))));
    if (report.failed() > LISTED) {
      out.println("          and " + Quantity.count(report.failed() - LISTED) + " more");
    }
  }
}
