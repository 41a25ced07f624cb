package dev.snapseal.tools.report;

import dev.snapseal.snapshot.FileRegion;
import dev.snapseal.tools.Terminal;
import dev.snapseal.tools.audit.AuditFinding;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.audit.AuditScope;
import dev.snapseal.tools.audit.Severity;
import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.input.InputFacts;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `audit` for people: one screen with the verdict on top.
public final class AuditText {
  private static final int ROWS = 14;
  private static final int EXAMPLES = 3;

  private final PrintWriter out;
  private final AuditReport report;
  private final Terminal terminal;

  private AuditText(PrintWriter out, AuditReport report, Terminal terminal) {
    this.out = out;
    this.report = report;
    this.terminal = terminal;
  }

  public static void write(PrintWriter out, AuditReport report, Terminal terminal) {
    new AuditText(out, report, terminal).write();
  }

  private void write() {
    verdict();
    out.println();
    report.inputs().forEach(this::input);
    coverage();
    out.println();
    states();
    findings();
    out.flush();
  }

  private void verdict() {
    String what = report.policy().toString();
    String line =
        switch (report.verdict()) {
          case READABLE -> "READABLE: " + readable(what);
          case UNREADABLE ->
              "UNREADABLE: every value of " + what + " is encrypted, in every byte of the file";
          case UNDETERMINED -> "UNDETERMINED: " + undetermined(what);
        };
    out.println(terminal.colour() ? colour(report.verdict()) + line + "\u001b[0m" : line);
  }

  private String readable(String what) {
    long live = plaintext(StateCount::live);
    long superseded = plaintext(StateCount::superseded);
    long free = plaintext(StateCount::free);
    if (live + superseded + free == 0) {
      return "values of " + what + " are encrypted under a key that everybody has";
    }
    return "%s of %s: %s live, %s superseded, %s in free space"
        .formatted(
            Quantity.count(live + superseded + free, "plaintext value"),
            what,
            Quantity.count(live),
            Quantity.count(superseded),
            Quantity.count(free));
  }

  private String undetermined(String what) {
    if (report.scope() != AuditScope.ALL) {
      return "no readable value of %s found, but not every byte was examined (--scope %s)"
          .formatted(what, report.scope().name().toLowerCase(Locale.ROOT));
    }
    if (report.summary().malformed() > 0) {
      return Quantity.count(report.summary().malformed(), "value") + " could not be judged";
    }
    return "there is no value of " + what + " in this file";
  }

  private long plaintext(java.util.function.ToLongFunction<StateCount> count) {
    return report.byState().stream()
        .filter(StateCount::isPlaintext)
        .filter(this::isOfPolicy)
        .mapToLong(count)
        .sum();
  }

  private boolean isOfPolicy(StateCount state) {
    return state
        .resource()
        .filter(
            name ->
                report
                    .policy()
                    .includes(new dev.snapseal.crypto.GroupResource(state.group(), name)))
        .isPresent();
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

  private void coverage() {
    StringBuilder parts = new StringBuilder();
    for (FileRegion region : report.regions()) {
      if (region.bytes() > 0) {
        parts.append(parts.isEmpty() ? "" : ", ");
        parts.append(region.kind().jsonName()).append(' ').append(region.bytes());
      }
    }
    out.println(
        "examined  %d of %d bytes: %s"
            .formatted(AuditJson.Coverage.examinedBytes(report), report.bytes(), parts));
    AuditReport.Summary summary = report.summary();
    out.println(
        "values    %s: %s encrypted, %s plaintext%s"
            .formatted(
                Quantity.count(summary.values()),
                Quantity.count(summary.encrypted()),
                Quantity.count(summary.plaintext()),
                decryption(summary)));
  }

  private String decryption(AuditReport.Summary summary) {
    return switch (report.decryption()) {
      case CLASSIFIED_ONLY -> "; none was decrypted";
      case DECRYPTED ->
          "; all were decrypted, %s stale, %s do not open"
              .formatted(Quantity.count(summary.stale()), Quantity.count(summary.undecryptable()));
    };
  }

  /// What the policy asks for comes first, then what is encrypted, then the rest in one line.
  private void states() {
    TextTable table =
        new TextTable("RESOURCE", "STORED AS", ">LIVE", ">SUPERSEDED", ">FREE", ">BYTES");
    long hidden = 0;
    List<StateCount> rows =
        report.byState().stream()
            .filter(state -> isOfPolicy(state) || !state.isPlaintext())
            .toList();
    for (StateCount state : rows) {
      if (rows.indexOf(state) < ROWS) {
        addRow(table, state);
      } else {
        hidden++;
      }
    }
    List<StateCount> others =
        report.byState().stream().filter(state -> !rows.contains(state)).toList();
    if (!others.isEmpty()) {
      table.row(
          Quantity.count(others.size(), "other resource"),
          "plaintext",
          Quantity.count(others.stream().mapToLong(StateCount::live).sum()),
          Quantity.count(others.stream().mapToLong(StateCount::superseded).sum()),
          Quantity.count(others.stream().mapToLong(StateCount::free).sum()),
          Quantity.bytes(others.stream().mapToLong(StateCount::bytes).sum()));
    }
    table.print(out, "");
    if (hidden > 0) {
      out.println("... and " + Quantity.count(hidden, "more row") + ": -o json shows all");
    }
  }

  private static void addRow(TextTable table, StateCount state) {
    table.row(
        state.groupResource().orElse("(not Kubernetes)"),
        state.prefix().orElse("plaintext"),
        Quantity.count(state.live()),
        Quantity.count(state.superseded()),
        Quantity.count(state.free()),
        Quantity.bytes(state.bytes()));
  }

  private void findings() {
    for (Map.Entry<AuditRule, Long> entry : report.findingCounts().entrySet()) {
      AuditRule rule = entry.getKey();
      List<AuditFinding> found =
          report.findings().stream().filter(finding -> finding.rule() == rule).toList();
      Severity severity =
          found.stream()
              .map(AuditFinding::severity)
              .min(Severity::compareTo)
              .orElse(rule.severity());
      out.println();
      out.println(
          "%s %s %s: %s"
              .formatted(
                  severity.jsonName(),
                  rule.id(),
                  rule.ruleName(),
                  Quantity.count(entry.getValue(), "finding")));
      found.stream().limit(EXAMPLES).forEach(this::finding);
      if (entry.getValue() > EXAMPLES) {
        out.println("  ... and " + Quantity.count(entry.getValue() - EXAMPLES) + " more");
      }
      out.println("  do: " + rule.remedy());
    }
  }

  private void finding(AuditFinding finding) {
    StringBuilder line = new StringBuilder("  ");
    finding.key().ifPresent(line::append);
    if (finding.revision().isPresent()) {
      line.append(" revision ").append(finding.revision().getAsLong());
    }
    if (finding.page().isPresent()) {
      line.append(" (page ").append(finding.page().getAsLong());
      line.append(", offset ").append(finding.offset().orElse(0)).append(")");
    }
    if (finding.key().isEmpty()) {
      finding
          .keyName()
          .ifPresent(
              name ->
                  line.append(finding.provider().orElse(""))
                      .append(" key \"")
                      .append(name)
                      .append("\": "));
      line.append(finding.message());
    }
    out.println(SafeText.forTerminal(line.toString()));
  }

  private static String colour(Verdict verdict) {
    return switch (verdict) {
      case READABLE -> "\u001b[1;31m";
      case UNREADABLE -> "\u001b[1;32m";
      case UNDETERMINED -> "\u001b[1;33m";
    };
  }
}
