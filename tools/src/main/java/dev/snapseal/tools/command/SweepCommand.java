package dev.snapseal.tools.command;

import dev.snapseal.crypto.keys.KeyRing;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.audit.AuditOptions;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.audit.Verdict;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.SweepHtml;
import dev.snapseal.tools.report.SweepJson;
import dev.snapseal.tools.report.SweepPrometheus;
import dev.snapseal.tools.report.SweepSarif;
import dev.snapseal.tools.report.SweepText;
import dev.snapseal.tools.report.html.Evidence;
import dev.snapseal.tools.sweep.Canaries;
import dev.snapseal.tools.sweep.Sweep;
import dev.snapseal.tools.sweep.SweepOptions;
import dev.snapseal.tools.sweep.SweepReport;
import dev.snapseal.tools.sweep.SweepTargets;
import dev.snapseal.tools.sweep.Unexamined;
import dev.snapseal.tools.values.ValueWork;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal sweep`.
final class SweepCommand implements Callable<Integer> {
  private enum Format {
    text,
    json,
    sarif,
    prometheus
  }

  private final CommandIo io;
  private final FailurePrinter failures;
  private final KeyOptions keyOptions = new KeyOptions();
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final ReportOptions reportOptions = ReportOptions.besideResult();
  private final PositionalParamSpec paths =
      Declaration.parameters(
          "PATH",
          "Files, directories, raw disk images or block devices, also packed; - is standard"
              + " input. Nothing is written.");
  private final PolicyOptions policyOptions = new PolicyOptions();
  private final OptionSpec canary =
      Declaration.value(Path.class, "FILE", "--canary")
          .description(
              "Search for these texts too, one a line: as they are, in base64, and inside"
                  + " decoded values.")
          .build();
  private final OptionSpec noHash =
      Declaration.flag("--no-hash")
          .description("Do not compute the SHA-256 of what is no store: faster, weaker evidence.")
          .build();

  private final OptionSpec format =
      Declaration.choice(Format.class, "-o", "--output-format")
          .description("How the result is written.")
          .build();

  SweepCommand(CommandIo io, FailurePrinter failures) {
    this.io = io;
    this.failures = failures;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "sweep",
            this,
            "Search every byte of files or a disk for what can be read.",
            "Trusts no pointer: finds values in logs, deleted files and free space.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal sweep /mnt/evidence/var/lib/etcd",
            "  snapseal sweep disk.img --canary passwords.txt -o json > sweep.json",
            "  sudo snapseal sweep /dev/sdb --report sdb.html --case-number 2026-117",
            "",
            "Exit codes: 0 nothing readable was found, 1 something can be read,",
            "3 part of it could not be examined;",
            "'snapseal help exit-codes' lists all. 'snapseal rules' explains the findings.");
    spec.addPositional(paths);
    policyOptions.addTo(spec);
    spec.addOption(canary).addOption(noHash).addOption(format);
    reportOptions.addTo(spec);
    keyOptions.addTo(spec);
    identityOptions.addTo(spec);
    progressOptions.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    List<String> arguments = paths.getValue();
    if (reportOptions.isWanted()) {
      reportOptions.refuseForbidden(List.of());
    } else {
      reportOptions.refuseAlone();
    }
    SweepTargets targets = SweepTargets.find(arguments);
    if (targets.areNone()) {
      String first = arguments.getFirst();
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + first + "] nothing to search: no file in it has any content",
          "look into it: ls -la " + ShellWord.of(first));
    }
    SweepReport report;
    Optional<ConfiguredKeys> keys = keyOptions.openAhead(io, arguments, identityOptions);
    try (Progress progress =
        progressOptions.start(io, "sweeping " + arguments.getFirst(), targets.totalBytes())) {
      report = Sweep.run(targets, io.in(), options(keys), progress::advance);
    } finally {
      keys.ifPresent(ConfiguredKeys::close);
    }
    ExitCode failed = failures.print(report.failures());
    if (report.files().isEmpty() && report.unexamined(Unexamined.Kind.SKIPPED).isEmpty()) {
      return failed.number();
    }
    switch (format.<Format>getValue()) {
      case text -> SweepText.write(io.out(), report, listing(), io.terminal());
      case json -> SweepJson.write(io.out(), startedAt, report);
      case sarif -> SweepSarif.write(io.out(), startedAt, report);
      case prometheus -> SweepPrometheus.write(io.out(), report);
    }
    if (reportOptions.isWanted()) {
      io.out().flush();
      Evidence evidence =
          Evidence.ofRun(
              reportOptions.matter(),
              failures.given().plus(),
              startedAt,
              report.inputs().stream().map(Evidence.Input::of).toList());
      reportOptions.write(SweepHtml.of(report, evidence), List.of(), io);
    }
    return exitCode(report).or(failed).number();
  }

  private SweepText.Listing listing() {
    return reportOptions.isWanted()
        ? SweepText.Listing.in(ShellWord.of(reportOptions.file().toString()))
        : SweepText.Listing.of(failures.given().withOption("-o", "json"));
  }

  private SweepOptions options(Optional<ConfiguredKeys> keys) throws CommandFailure {
    ResourcePolicy policy = policyOptions.policy(keys);
    // A search cannot tell a name that nothing has from one that nobody can have.
    ResourceNames.refuseUnknown(
        "--policy",
        policy.resources(),
        keys.map(ConfiguredKeys::ring).map(KeyRing::ruledResources).orElse(List.of()));
    return new SweepOptions(
        policy,
        keys.map(ConfiguredKeys::ring),
        identityOptions.open(io),
        canaries(),
        Declaration.isGiven(noHash) ? SweepOptions.Hashing.NONE : SweepOptions.Hashing.SHA256,
        reportOptions.isWanted() ? AuditOptions.Detail.CHARTS : AuditOptions.Detail.RESULT,
        ValueWork.jobs());
  }

  private Canaries canaries() throws CommandFailure {
    Path file = canary.getValue();
    return file == null
        ? Canaries.NONE
        : OptionFile.read(
            file,
            Canaries::read,
            "take more of what stands around a short text, such as the name before it; all lines"
                + " that are too short: grep -nE '^.{1,3}$' "
                + ShellWord.of(file.toString()));
  }

  private static ExitCode exitCode(SweepReport report) {
    ExitCode code = report.verdict() == Verdict.READABLE ? ExitCode.FOUND : ExitCode.DONE;
    return report.isPartial() ? code.or(ExitCode.PARTIAL) : code;
  }
}
