package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.capture.CaptureReport;
import java.io.PrintWriter;

/// `capture` for people.
public final class CaptureText {
  private CaptureText() {}

  /// Writes what was captured.
  ///
  /// @param path of the new file
  public static void write(PrintWriter out, String path, CaptureReport report) {
    out.println(
        "wrote     %s: %s bytes"
            .formatted(SafeText.output(path), Quantity.count(report.sizeBytes())));
    out.println("sha256    " + report.sha256());
    out.println(
        "captured  %s bytes of etcd %s at %s, revision %s; its SHA-256 fits"
            .formatted(
                Quantity.count(report.input().sizeBytes()),
                SafeText.forTerminal(report.etcd().version()),
                SafeText.forTerminal(report.input().path()),
                Quantity.count(report.revision())));
    report
        .encryption()
        .ifPresent(
            rewrite ->
                out.println(
                    "encrypted %s written anew, %s as they were"
                        .formatted(
                            Quantity.count(rewrite.values().transformed(), "value"),
                            Quantity.count(rewrite.values().copied()))));
    if (report.recipients().isPresent()) {
      out.println("sealed    for " + Quantity.count(report.recipients().getAsInt(), "recipient"));
    }
    AuditReport audit = report.audit();
    out.println(
        "verdict   %s (%s): %s examined, %s encrypted, %s not%s"
            .formatted(
                audit.verdict().jsonName(),
                audit.policy(),
                Quantity.count(audit.summary().values(), "value"),
                Quantity.count(audit.summary().encrypted()),
                Quantity.count(audit.summary().plaintext()),
                report.recipients().isPresent() ? "; of what is inside the seal" : ""));
    out.flush();
  }
}
