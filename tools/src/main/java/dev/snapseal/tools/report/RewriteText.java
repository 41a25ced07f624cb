package dev.snapseal.tools.report;

import dev.snapseal.tools.rewrite.FailedValue;
import dev.snapseal.tools.rewrite.RewriteReport;
import java.io.PrintWriter;
import java.util.Locale;

/// A rewrite for people.
public final class RewriteText {
  private static final int SHOWN_FAILURES = 20;

  private RewriteText() {}

  /// Writes a few lines.
  ///
  /// @param path of the new snapshot; empty after a dry run
  public static void write(PrintWriter out, String path, RewriteReport report) {
    RewriteReport.Values values = report.values();
    out.println(
        "source    "
            + SafeText.forTerminal(report.input().path())
            + switch (report.input().trailer()) {
              case VALID -> ": its SHA-256 is right";
              case ABSENT -> ": no SHA-256 behind it";
              case INVALID -> ": its SHA-256 is WRONG: it was damaged or changed";
            });
    String size = String.format(Locale.ROOT, "%,d bytes", report.output().sizeBytes());
    if (report.output().sha256().isPresent()) {
      out.println(
          "wrote     "
              + (path.equals("-") ? "standard output" : SafeText.forTerminal(path))
              + ": "
              + size);
      out.println("sha256    " + report.output().sha256().get());
    } else {
      out.println("dry run   nothing was written; the new snapshot would have " + size);
    }
    out.println(
        String.format(
            Locale.ROOT,
            "values    %,d rewritten, %,d left as they were, %,d not opened%s",
            values.transformed(),
            values.copied(),
            values.failed(),
            values.dropped() == 0
                ? ""
                : String.format(Locale.ROOT, "; %,d old records dropped", values.dropped())));
    if (values.encryptedLeft() > 0) {
      out.println(
          String.format(
              Locale.ROOT,
              "          %,d encrypted values of other resources stay under their keys",
              values.encryptedLeft()));
    }
    for (RewriteReport.KeyUse use : report.byKey()) {
      String prefix = use.prefix().text().isEmpty() ? "plaintext" : use.prefix().text();
      out.println(
          String.format(
              Locale.ROOT,
              "          %s  %,d read, %,d written",
              SafeText.forTerminal(prefix),
              use.read(),
              use.written()));
    }
    if (report.verified().structure()) {
      out.println(
          String.format(
              Locale.ROOT,
              "verified  %,d values read back and compared, every page checked",
              report.verified().values()));
    }
    RewriteReport.Seconds seconds = report.seconds();
    out.println(
        String.format(
            Locale.ROOT,
            "seconds   plan %.2f, write %.2f, verify %.2f, fsync %.2f",
            seconds.plan(),
            seconds.write(),
            seconds.verify(),
            seconds.sync()));
    report.failures().stream().limit(SHOWN_FAILURES).forEach(failure -> write(out, failure));
    if (report.failures().size() > SHOWN_FAILURES) {
      out.println("... and " + (values.failed() - SHOWN_FAILURES) + " more: -o json lists them");
    }
    out.flush();
  }

  private static void write(PrintWriter out, FailedValue failure) {
    out.println(SafeText.forTerminal("not opened: " + failure.describe()));
  }
}
