package dev.snapseal.tools.command;

import dev.snapseal.tools.report.Quantity;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.rewrite.RewriteReport;
import java.io.PrintWriter;

/// What somebody should know of a rewrite that went well: values that anybody can read, and names
/// that met nothing.
///
/// @param kind the command
/// @param isDryRun whether nothing was written
/// @param err where it is said
record RewriteWarnings(RewriteKind kind, boolean isDryRun, PrintWriter err) {

  void print(RewriteReport report) {
    if (kind.encrypts()) {
      plaintext(report);
    } else if (kind == RewriteKind.DECRYPT && !isDryRun && report.madePlaintext() > 0) {
      warn(
          Quantity.count(report.madePlaintext(), "value")
              + " that were encrypted can be read by whoever has the new file");
    }
    report
        .unmatched()
        .forEach(resource -> line("note: --resources " + resource + " matches no value"));
    report
        .unmatchedPrefixes()
        .forEach(prefix -> warn("--etcd-prefix " + prefix + ": no key is under it"));
    err.flush();
  }

  private void plaintext(RewriteReport report) {
    RewriteReport.Plaintext plaintext = report.plaintext();
    if (plaintext.secrets() > 0) {
      warn(
          Quantity.count(plaintext.secrets(), "value")
              + " of Secrets, live or superseded, stay plaintext: the configuration has no rule for"
              + " secrets, or identity is first there");
    }
    if (plaintext.unplaced() > 0) {
      warn(
          Quantity.count(plaintext.unplaced(), "plaintext value")
              + " look like Kubernetes' by their keys, such as "
              + plaintext.example()
              + ", and stay plaintext: if they are, name their prefix, --etcd-prefix, or their"
              + " resource in a rule");
    }
    if (report.madePlaintext() > 0) {
      warn(
          Quantity.count(report.madePlaintext(), "encrypted value")
              + (isDryRun ? " would be plaintext then" : " are plaintext now")
              + ": identity is the first provider of their rule, or they have none");
    }
  }

  private void warn(String text) {
    line("warning: " + text);
  }

  private void line(String text) {
    err.println(SafeText.forTerminal(text));
  }
}
