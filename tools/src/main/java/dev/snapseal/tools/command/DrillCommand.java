package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.drill.DrillCounts;
import dev.snapseal.tools.drill.DrillOptions;
import dev.snapseal.tools.drill.DrillReport;
import dev.snapseal.tools.drill.RestoreDrill;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.progress.Progress;
import dev.snapseal.tools.report.DrillBaseline;
import dev.snapseal.tools.report.DrillHtml;
import dev.snapseal.tools.report.DrillJson;
import dev.snapseal.tools.report.DrillText;
import dev.snapseal.tools.report.html.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal drill`.
final class DrillCommand implements Callable<Integer> {
  private final CommandIo io;
  private final FailurePrinter failures;
  private final IdentityOptions identityOptions = new IdentityOptions();
  private final KeyOptions keyOptions = new KeyOptions(identityOptions);
  private final ProgressOptions progressOptions = new ProgressOptions();
  private final OutputOptions output = new OutputOptions();
  private final ReportOptions reportOptions = ReportOptions.besideResult();
  private final DrillPlace place = new DrillPlace();
  private final PositionalParamSpec file = Declaration.parameter(0, "FILE", BackupInputs.FILE_HELP);
  private final OptionSpec etcd =
      Declaration.value(Path.class, "DIR", "--etcd")
          .description("Where etcd and etcdutl (or an old etcdctl) are; by default on the PATH.")
          .build();
  private final OptionSpec baseline =
      Declaration.value(Path.class, "OLD.json", "--baseline")
          .description("Compare what is served with what this earlier drill's JSON counted.")
          .build();

  DrillCommand(CommandIo io, FailurePrinter failures) {
    this.io = io;
    this.failures = failures;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "drill",
            this,
            "Rehearse the restore of a backup in a real etcd, and compare.",
            "Needs etcd and etcdutl of the cluster's release. Nothing stays behind. A sealed FILE"
                + " is unsealed for them in memory, or on disk with consent.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal drill db.snapshot",
            "  snapseal drill db.snapshot --config config.yaml --etcd etcd-v3.6.14",
            "  snapseal drill db.snapshot -o json > drill.json",
            "  snapseal drill db.snapshot --baseline drill.json --report drill.html",
            "",
            "Exit codes: 0 every step passed, 1 one failed, 3 no key was given for what is",
            "encrypted, 6 a sealed FILE may not be unpacked there.",
            "etcd listens on 127.0.0.1, and only the drill has its key.");
    spec.addPositional(file).addOption(etcd).addOption(baseline);
    place.addTo(spec);
    output.addTo(spec);
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
    refuseMissingFolder();
    Optional<DrillCounts> earlier = earlier();
    try (BackupInputs inputs = BackupInputs.openOne(file(), identityOptions, io)) {
      DrillReport report = drill(inputs.single(), earlier);
      inputs.verifyUnchanged();
      write(startedAt, report);
      return exitCode(report).number();
    }
  }

  private static ExitCode exitCode(DrillReport report) {
    ExitCode skipped = report.hasSkipped() ? ExitCode.PARTIAL : ExitCode.DONE;
    return report.verdict() == DrillReport.Verdict.FAILED ? skipped.or(ExitCode.FOUND) : skipped;
  }

  private DrillReport drill(BackupImage image, Optional<DrillCounts> earlier) throws Exception {
    Path base = place.choose(image, failures.given(), io);
    Optional<RewriteKeys> keys = keyOptions.openToWriteIfGiven(io, List.of(image));
    List<DrillOptions.Configuration> others =
        keys.map(given -> again().others(given.all().sources())).orElse(List.of());
    try (Progress progress =
        progressOptions.start(io, "drill of " + file(), image.bytes().byteSize() * 3)) {
      return RestoreDrill.run(
          image,
          new DrillOptions(
              keys.map(given -> given.all().ring()),
              keys.map(RewriteKeys::writers),
              others,
              Optional.ofNullable(etcd.getValue()),
              base,
              earlier,
              again(),
              new DrillOptions.Words(
                  ShellWord.of(file()), failures.given().identities(), keyOptions.shellWords())),
          progress::advance);
    } finally {
      others.forEach(other -> other.ring().close());
      keys.ifPresent(RewriteKeys::close);
    }
  }

  private DrillAgain again() {
    return new DrillAgain(failures.given());
  }

  private void refuseMissingFolder() throws CommandFailure {
    Path folder = etcd.getValue();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + folder + "] --etcd: there is no such folder",
          "name the one that etcd and etcdutl are in; on the PATH is: command -v etcd etcdutl");
    }
  }

  private Optional<DrillCounts> earlier() throws CommandFailure {
    Path earlier = baseline.getValue();
    if (earlier == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(DrillBaseline.read(earlier));
    } catch (IOException e) {
      String message = e.getMessage();
      boolean isOwn = message != null && message.startsWith("[");
      throw new CommandFailure(
          ExitCode.USAGE,
          isOwn ? message : "[" + earlier + "] " + FailurePrinter.reason(e),
          "make one from a backup that is known to be good: snapseal drill GOOD -o json >"
              + " old.json");
    }
  }

  private void write(Instant startedAt, DrillReport report) throws IOException {
    switch (output.format()) {
      case text -> DrillText.write(io.out(), report, io.terminal().outputColumns());
      case json -> DrillJson.write(io.out(), startedAt, report);
    }
    if (reportOptions.isWanted()) {
      io.out().flush();
      Evidence evidence =
          Evidence.ofRun(
              reportOptions.matter(),
              failures.given().plus(),
              startedAt,
              List.of(Evidence.Input.of(report.input())));
      reportOptions.write(DrillHtml.of(report, evidence), List.of(), io);
    }
  }

  private String file() {
    return file.getValue();
  }
}
