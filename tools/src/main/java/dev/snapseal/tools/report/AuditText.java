package dev.snapseal.tools.report;

import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.tools.Terminal;
import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.Severity;
import dev.snapseal.tools.audit.UnreadPart;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.input.InputFacts;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// `audit` for people: one screen with the verdict on top.
public final class AuditText {
  private static final int EXAMPLES = 3;
  private static final int INDENT_HEAD = 10;
  private static final int INDENT_FINDING = 4;
  private static final int INDENT_REMEDY = 6;

  private final PrintWriter out;
  private final AuditReport report;
  private final AuditWords words;
  private final Terminal terminal;
  private final int columns;

  private AuditText(PrintWriter out, AuditReport report, String identities, Terminal terminal) {
    this.out = out;
    this.report = report;
    this.words = new AuditWords(report, identities);
    this.terminal = terminal;
    this.columns = terminal.outputColumns();
  }

  /// Writes the text.
  ///
  /// @param identities options that opened the files, each behind a blank, as a shell takes them
  public static void write(
      PrintWriter out, AuditReport report, String identities, Terminal terminal) {
    new AuditText(out, report, identities, terminal).write();
  }

  private void write() {
    out.print(terminal.colour() ? colour(report.verdict()) : "");
    WrappedText.print(out, SafeText.forTerminal(words.verdict()), 0, columns);
    out.print(terminal.colour() ? "\u001b[0m" : "");
    out.println();
    for (int i = 0; i < report.inputs().size(); i++) {
      input(report.inputs().get(i));
      if (report.inputs().size() > 1) {
        out.println("verdict   " + report.verdicts().get(i).jsonName());
      }
    }
    report
        .failures()
        .forEach(
            failed ->
                out.println(
                    SafeText.forTerminal("failed    " + failed.path() + ": " + failed.reason())));
    wrongKeys();
    coverage();
    values();
    keys(report.summary());
    if (report.verdict() == Verdict.READABLE) {
      line("rotate    " + AuditWords.ROTATE);
    }
    baseline();
    unread();
    out.println();
    AuditStateTable.of(report).print(out, columns);
    report.findingCounts().forEach(this::findings);
    out.flush();
  }

  /// Said once, before every value is.
  private void wrongKeys() {
    words
        .nothingOpened()
        .ifPresent(
            text ->
                WrappedText.print(
                    out, SafeText.forTerminal("keys      " + text), INDENT_HEAD, columns));
  }

  private void input(InputFacts input) {
    out.println(
        "file      %s (%s, %s, trailer %s)"
            .formatted(
                SafeText.forTerminal(input.path()),
                input.kind().jsonName(),
                Quantity.bytes(input.sizeBytes()),
                input.trailer().jsonName()));
    out.println("sha256    " + input.sha256());
  }

  private void line(String text) {
    WrappedText.print(out, text, INDENT_HEAD, columns);
  }

  private void coverage() {
    String skipped = regions(region -> !report.scope().examines(region.kind()));
    line(
        "examined  %s of %s bytes: %s%s"
            .formatted(
                Quantity.count(report.examinedBytes()),
                Quantity.count(report.bytes()),
                regions(region -> report.scope().examines(region.kind())),
                skipped.isEmpty() ? "" : "; not examined: " + skipped));
    if (report.unattributedBytes() > 0) {
      out.println(
          "text      %s bytes of it belong to no record or object"
              .formatted(Quantity.count(report.unattributedBytes())));
    }
  }

  private String regions(Predicate<FileRegion> wanted) {
    return report.regions().stream()
        .filter(region -> region.bytes() > 0)
        .filter(wanted)
        .map(AuditText::region)
        .collect(Collectors.joining(", "));
  }

  private static String region(FileRegion region) {
    return SweepWords.region(region.kind().jsonName()) + " " + Quantity.count(region.bytes());
  }

  private void values() {
    AuditReport.Summary summary = report.summary();
    line(
        "values    %s: %s encrypted, %s plaintext; %s"
            .formatted(
                Quantity.count(summary.values()),
                Quantity.count(summary.encrypted()),
                Quantity.count(summary.plaintext()),
                decryption(summary)));
  }

  private void keys(AuditReport.Summary summary) {
    if (summary.lackingKey() == 0) {
      return;
    }
    String lacking =
        "keys      " + Quantity.count(summary.lackingKey(), "value") + " without a key";
    line(
        summary.lackingPlugin() == 0
            ? lacking
            : "%s; the KMS plugin of %s is out of reach: see --kms"
                .formatted(lacking, Quantity.count(summary.lackingPlugin())));
  }

  private void unread() {
    report.unread().stream()
        .limit(EXAMPLES)
        .forEach(part -> out.println("unread    " + SafeText.forTerminal(line(part))));
    if (report.unreadCount() > EXAMPLES) {
      out.println("          ... and " + Quantity.count(report.unreadCount() - EXAMPLES) + " more");
    }
    if (report.unreadCount() > 0) {
      out.println("          what is there and below was searched like free space");
    }
  }

  private String line(UnreadPart part) {
    String file = report.inputs().size() > 1 ? "[" + part.path() + "] " : "";
    return part.page().isEmpty()
        ? file + part.message()
        : "%spage %d, offset %d: %s"
            .formatted(file, part.page().getAsLong(), part.offset().orElse(0), part.message());
  }

  private void baseline() {
    if (!report.suppressed().isEmpty()) {
      out.println(
          "baseline  "
              + Quantity.count(report.suppressed().size(), "finding")
              + " that it has too, left out below");
    }
  }

  private String decryption(AuditReport.Summary summary) {
    return switch (report.decryption()) {
      case CLASSIFIED_ONLY -> "classified, not decrypted";
      case DECRYPTED ->
          "%s opened, %s did not open, %s stale"
              .formatted(
                  Quantity.count(summary.encrypted() - summary.undecryptable()),
                  Quantity.count(summary.undecryptable()),
                  Quantity.count(summary.stale()));
    };
  }

  /// A rule's findings in a few lines: the gravest severity, the first places, what to do.
  private void findings(AuditRule rule, long count) {
    List<AuditFinding> found =
        report.findings().stream().filter(finding -> finding.rule() == rule).toList();
    Severity gravest = found.stream().map(AuditFinding::severity).min(Severity::compareTo).get();
    out.println();
    out.println(
        "%s %s %s: %s"
            .formatted(
                gravest.jsonName(), rule.id(), rule.ruleName(), Quantity.count(count, "finding")));
    found.stream()
        .sorted(java.util.Comparator.comparing(AuditFinding::severity))
        .limit(EXAMPLES)
        .forEach(
            finding ->
                WrappedText.print(
                    out, "  " + SafeText.forTerminal(line(finding)), INDENT_FINDING, columns));
    if (count > EXAMPLES) {
      out.println("  ... and " + Quantity.count(count - EXAMPLES) + " more");
    }
    WrappedText.printAction(
        out, "  do: " + SafeText.forTerminal(words.remedyOf(rule, found)), INDENT_REMEDY, columns);
  }

  private String line(AuditFinding finding) {
    StringBuilder line = new StringBuilder();
    if (report.inputs().size() > 1) {
      line.append('[').append(finding.path()).append("] ");
    }
    finding.value().key().ifPresent(line::append);
    finding.value().revision().ifPresent(revision -> line.append(" revision ").append(revision));
    finding
        .storage()
        .keyName()
        .filter(name -> finding.value().key().isEmpty())
        .ifPresent(
            name ->
                line.append(
                    "%s key \"%s\"".formatted(finding.storage().provider().orElse(""), name)));
    if (!isPlaintextOf(finding)) {
      line.append(line.isEmpty() || line.charAt(line.length() - 1) == ' ' ? "" : ": ")
          .append(finding.message());
    }
    if (finding.place().page().isPresent()) {
      line.append(
          " (page %d, offset %d)"
              .formatted(finding.place().page().getAsLong(), finding.place().offset().orElse(0)));
    }
    return line.toString();
  }

  /// What the rule's name says already needs no sentence.
  private static boolean isPlaintextOf(AuditFinding finding) {
    return switch (finding.rule()) {
      case PLAINTEXT_LIVE, PLAINTEXT_SUPERSEDED, PLAINTEXT_FREE ->
          finding.value().key().isPresent();
      case STALE_KEY,
          UNDECRYPTABLE,
          KEY_NOT_CONFIGURED,
          PUBLISHED_KEY,
          NONCE_REUSE,
          GCM_WRITES,
          SWAPPED_VALUE,
          MALFORMED_PREFIX,
          UNAUTHENTICATED_PROVIDER,
          TRAILER,
          MALFORMED_RECORD,
          UNATTRIBUTED_TEXT,
          META_PAGE,
          PLAINTEXT_WAL,
          PLAINTEXT_OUTSIDE,
          KEY_MATERIAL,
          CREDENTIAL,
          ETCD_PASSWORD,
          CANARY ->
          false;
    };
  }

  static String colour(Verdict verdict) {
    return switch (verdict) {
      case READABLE -> "\u001b[1;31m";
      case UNREADABLE -> "\u001b[1;32m";
      case UNDETERMINED -> "\u001b[1;33m";
    };
  }
}
