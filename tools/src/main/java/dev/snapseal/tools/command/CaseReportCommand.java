package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.caseindex.CaseIndex;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.report.CaseHtml;
import dev.snapseal.tools.report.html.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `snapseal case DIR report`.
final class CaseReportCommand implements Callable<Integer> {
  static final String NAME = "report";

  private final CommandIo io;
  private final FailurePrinter failures;
  private final CaseCommand parent;
  private final OptionSpec policy = CaseCommand.policyOption();
  private final ReportOptions reportOptions = ReportOptions.asResult();

  CaseReportCommand(CommandIo io, FailurePrinter failures, CaseCommand parent) {
    this.io = io;
    this.failures = failures;
    this.parent = parent;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            NAME,
            this,
            "Write the report to hand over: what was readable, when, where.",
            "One HTML page, with what is still to be rotated and how to go on.");
    spec.usageMessage()
        .customSynopsis(CaseCommand.synopsis(NAME, " --output FILE.html"))
        .footer(
            "",
            "Examples:",
            "  snapseal case incident-7 report --output incident-7.html",
            "  snapseal case incident-7 report --output out.html --policy secrets,configmaps",
            "  snapseal case incident-7 report --output out.html --case-number 2026-117",
            "",
            "Exit codes: 0 nothing was readable, 1 something was,",
            "3 a part of a backup is not in the case, 6 the file exists or is refused.");
    reportOptions.addTo(spec);
    spec.addOption(policy);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    Path folder = parent.folder();
    reportOptions.requireReport();
    ResourcePolicy resources = CaseCommand.policy(policy);
    try (CaseIndex index = CaseIndex.openToRead(folder)) {
      List<Evidence> evidences = index.evidences();
      List<Path> inputs = inputs(folder, evidences);
      refuseInside(folder);
      reportOptions.refuseForbidden(inputs);
      CaseHtml page =
          CaseHtml.read(index.timeline(), resources, visitor -> index.exposed(resources, visitor));
      reportOptions.write(page(startedAt, page, evidences), inputs, io);
      return CaseCommand.exitCode(page.summary(), evidences, resources).number();
    }
  }

  private HtmlReport page(Instant startedAt, CaseHtml page, List<Evidence> evidences)
      throws CommandFailure {
    return page.report(
        parent.folder().toString(),
        dev.snapseal.tools.report.html.Evidence.ofRun(
            reportOptions.matter(),
            failures.given().plus(),
            startedAt,
            CaseHtml.inputs(evidences)));
  }

  /// A folder that holds anything else is no case any more.
  private void refuseInside(Path folder) throws IOException, CommandFailure {
    Path around = reportOptions.file().toAbsolutePath().getParent();
    boolean isThere = around != null && Files.isDirectory(around);
    if (isThere && around.toRealPath().startsWith(folder.toRealPath())) {
      throw new CommandFailure(
          ExitCode.OUTPUT,
          "[" + reportOptions.file() + "] is in the folder of the case, which holds nothing else",
          "name a file beside it: --output " + ShellWord.of(beside(folder)));
    }
  }

  private static String beside(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return (name == null ? "case" : name) + ".html";
  }

  /// The case, and its evidences where they still are: none of them may become the report.
  private static List<Path> inputs(Path folder, List<Evidence> evidences) {
    List<Path> inputs = new ArrayList<>(List.of(folder));
    for (Evidence evidence : evidences) {
      String path = evidence.input().path();
      addFile(path, inputs);
      int inside = path.indexOf('!');
      if (inside > 0) {
        addFile(path.substring(0, inside), inputs);
      }
    }
    return inputs;
  }

  /// What is no path, or no longer there, cannot be overwritten.
  private static void addFile(String name, List<Path> files) {
    try {
      Path file = Path.of(name);
      if (Files.exists(file)) {
        files.add(file);
      }
    } catch (InvalidPathException _) {
      return;
    }
  }
}
