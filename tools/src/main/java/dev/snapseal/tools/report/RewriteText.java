package dev.snapseal.tools.report;

import dev.snapseal.tools.rewrite.RewriteReport;
import java.io.PrintWriter;
import java.util.Locale;

/// A rewrite for people.
public final class RewriteText {
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
    String size = Quantity.count(report.output().sizeBytes()) + " bytes";
    if (report.output().sha256().isPresent()) {
      out.println("wrote     " + SafeText.output(path) + ": " + size);
      out.println("sha256    " + report.output().sha256().get());
    } else {
      out.println("dry run   nothing was written; the new snapshot would have " + size);
    }
    out.println(
        "values    "
            + Quantity.count(values.transformed())
            + " rewritten, "
            + Quantity.count(values.copied())
            + " left as they were, "
            + Quantity.count(values.failed())
            + " not opened"
            + (values.dropped() == 0
                ? ""
                : "; " + Quantity.count(values.dropped()) + " old records dropped"));
    if (values.current() > 0) {
      out.println("          " + Quantity.count(values.current()) + " of them are right already");
    }
    if (report.plaintext().withoutRule() > 0) {
      out.println(
          "          "
              + Quantity.count(report.plaintext().withoutRule())
              + " of them are plaintext that no rule encrypts");
    }
    if (values.encryptedLeft() > 0) {
      out.println(
          "          "
              + Quantity.count(values.encryptedLeft(), "encrypted value")
              + " of other resources stay under their keys");
    }
    for (RewriteReport.KeyUse use : report.byKey()) {
      String prefix = use.prefix().text().isEmpty() ? "plaintext" : use.prefix().text();
      out.println(
          "          %s  %s read, %s written"
              .formatted(
                  SafeText.forTerminal(prefix),
                  Quantity.count(use.read()),
                  Quantity.count(use.written())));
    }
    if (report.verified().structure()) {
      out.println(
          "verified  "
              + Quantity.count(report.verified().values(), "value")
              + " read back and compared, every page checked");
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
    FailedValueText.write(out, report.failures(), values.failed());
    out.flush();
  }
}
