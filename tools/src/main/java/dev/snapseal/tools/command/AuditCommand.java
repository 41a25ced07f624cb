package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.AuditScope;
import dev.snapseal.tools.audit.BackupAudit;
import dev.snapseal.tools.audit.KeyPlace;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.AuditHtml;
import dev.snapseal.tools.report.AuditJson;
import dev.snapseal.tools.report.AuditPrometheus;
import dev.snapseal.tools.report.AuditSarif;
import dev.snapseal.tools.report.AuditText;
import dev.snapseal.tools.report.Baseline;
import dev.snapseal.tools.report.html.Evidence;
import dev.snapseal.tools.report.html.HtmlReport;
import dev.snapseal.tools.values.ValueWork;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal audit`.
final class AuditCommand implements Callable<Integer> {
  private enum Format {
    text,
    json,
    sarif,
    prometheus
  }

  private enum ScopeChoice {
    all,
    history,
    live
  }

  private final CommandIo io;
  private final FailurePrinter failures;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final KeyOptions keyOptions = new KeyOptions(identityOptions);
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final PositionalParamSpec files = Declaration.parameters("FILE", BackupInputs.FILE_HELP);
  private final OptionSpec scope =
      Declaration.choice(ScopeChoice.class, "--scope")
          .description("every byte (the default); every revision; or only live values.")
          .build();
  private final PolicyOptions policyOptions = new PolicyOptions();
  private final OptionSpec baseline =
      Declaration.value(Path.class, "OLD.json", "--baseline")
          .description("Leave out the findings that this earlier JSON report has or left out.")
          .build();
  private final OptionSpec noDecrypt =
      Declaration.flag("--no-decrypt")
          .description("Only classify values, even with a configuration.")
          .build();
  private final ReportOptions reportOptions = ReportOptions.besideResult();
  private final OptionSpec format =
      Declaration.choice(Format.class, "-o", "--output-format")
          .description("How the result is written.")
          .build();

  AuditCommand(CommandIo io, FailurePrinter failures) {
    this.io = io;
    this.failures = failures;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "audit",
            this,
            "Say which values can be read, and what key protects the others.",
            "Looks at live values, older revisions and free pages.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal audit db.snapshot",
            "  snapseal audit db.snapshot --config encryption-config.yaml",
            "  snapseal audit /var/lib/etcd --policy secrets,configmaps -o json > audit.json",
            "  snapseal audit db.snapshot --baseline yesterday.json -o sarif > audit.sarif",
            "  snapseal audit db.snapshot --report audit.html --case-number 2026-117",
            "",
            "Exit codes: 0 nothing found, 1 findings, 3 something could not be judged,",
            "5 with --config: a live or older value lacks its key, or a KMS plugin fails;",
            "'snapseal help exit-codes' lists all. 'snapseal rules' explains the findings.");
    spec.addPositional(files).addOption(scope);
    policyOptions.addTo(spec);
    spec.addOption(baseline).addOption(noDecrypt).addOption(format);
    reportOptions.addTo(spec);
    keyOptions.addTo(spec);
    identityOptions.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    if (reportOptions.isWanted()) {
      reportOptions.refuseForbidden(List.of());
    } else {
      reportOptions.refuseAlone();
    }
    try (BackupInputs inputs = BackupInputs.open(files(), identityOptions, io)) {
      if (inputs.images().isEmpty()) {
        return failures.print(inputs.failures()).number();
      }
      AuditReport report = audit(inputs);
      inputs.verifyUnchanged();
      inputs.closeAside();
      ExitCode failed = failures.print(report.failures());
      if (report.inputs().isEmpty()) {
        return failed.number();
      }
      write(startedAt, report);
      if (reportOptions.isWanted()) {
        io.out().flush();
        reportOptions.write(page(startedAt, report), List.of(), io);
      }
      if (policyOptions.isGiven()) {
        UnmatchedPolicy.of(report).warn(io);
      }
      return exitCode(report).or(failed).number();
    }
  }

  private AuditReport audit(BackupInputs inputs) throws Exception {
    try (Progress progress =
        progressOptions.start(io, "auditing " + files().getFirst(), inputs.totalBytes())) {
      BackupAudit audit = BackupAudit.begin(inputs.images(), inputs.failures(), progress::advance);
      Optional<ConfiguredKeys> keys = keyOptions.open(io, inputs.images());
      try {
        List<KeyPlace> beside =
            new KeysBeside(failures.given(), keyOptions.tokenFile())
                .ofBackups(inputs, keys, identityOptions, io);
        return audit.run(options(keys, beside, inputs.completeness()));
      } finally {
        keys.ifPresent(ConfiguredKeys::close);
      }
    }
  }

  private AuditOptions options(
      Optional<ConfiguredKeys> keys,
      List<KeyPlace> keysBeside,
      AuditOptions.Completeness completeness)
      throws CommandFailure {
    return new AuditOptions(
        switch (scope.<ScopeChoice>getValue()) {
          case live -> AuditScope.LIVE;
          case history -> AuditScope.HISTORY;
          case all -> AuditScope.ALL;
        },
        policyOptions.policy(keys),
        keys.map(ConfiguredKeys::ring),
        Declaration.isGiven(noDecrypt)
            ? AuditReport.Decryption.CLASSIFIED_ONLY
            : AuditReport.Decryption.DECRYPTED,
        baseline.getValue() == null
            ? Set.of()
            : OptionFile.read(baseline.getValue(), Baseline::read),
        completeness,
        keysBeside,
        reportOptions.isWanted() ? AuditOptions.Detail.CHARTS : AuditOptions.Detail.RESULT,
        ValueWork.jobs());
  }

  private void write(Instant startedAt, AuditReport report) {
    switch (format.<Format>getValue()) {
      case text -> AuditText.write(io.out(), report, identityOptions.shellWords(), io.terminal());
      case json -> AuditJson.write(io.out(), startedAt, report);
      case sarif -> AuditSarif.write(io.out(), startedAt, report);
      case prometheus -> AuditPrometheus.write(io.out(), report);
    }
  }

  private HtmlReport page(Instant startedAt, AuditReport report) {
    return AuditHtml.of(
        report,
        Evidence.ofRun(
            reportOptions.matter(),
            failures.given().plus(),
            startedAt,
            report.inputs().stream().map(Evidence.Input::of).toList()));
  }

  private static ExitCode exitCode(AuditReport report) {
    ExitCode code = report.hasFindings() ? ExitCode.FOUND : ExitCode.DONE;
    boolean isUndetermined =
        report.verdict() == Verdict.UNDETERMINED && report.scope() == AuditScope.ALL;
    if (isUndetermined || report.unreadCount() > 0 || report.summary().malformed() > 0) {
      code = code.or(ExitCode.PARTIAL);
    }
    return report.summary().lackingKey() > 0 ? code.or(ExitCode.KEY) : code;
  }

  private List<String> files() {
    return files.getValue();
  }
}
