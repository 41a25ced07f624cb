package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.report.html.Evidence;
import dev.snapseal.tools.report.html.HtmlPage;
import dev.snapseal.tools.report.html.HtmlReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The report that a command writes for somebody else, beside its result or as its result.
final class ReportOptions {
  private final String name;
  private final OptionSpec report;
  private final OptionSpec caseNumber =
      Declaration.value(String.class, "TEXT", "--case-number")
          .description("Case number that the report names.")
          .build();
  private final OptionSpec examiner =
      Declaration.value(String.class, "TEXT", "--examiner")
          .description("Who made the examination, for the report.")
          .build();
  private final OptionSpec force =
      Declaration.flag("--force").description("Replace the report if it exists.").build();

  private Optional<CommandSpec> command = Optional.empty();

  private ReportOptions(String name, String description) {
    this.name = name;
    this.report = Declaration.value(Path.class, "FILE.html", name).description(description).build();
  }

  /// Of a command that prints a result, too.
  static ReportOptions besideResult() {
    return new ReportOptions(
        "--report", "Also write a report to hand over: one HTML page, whole by itself.");
  }

  /// Of a command that makes nothing else.
  static ReportOptions asResult() {
    return new ReportOptions("--output", "The report: one HTML page, whole by itself.");
  }

  void addTo(CommandSpec spec) {
    spec.addOption(report).addOption(caseNumber).addOption(examiner).addOption(force);
    command = Optional.of(spec);
  }

  boolean isWanted() {
    return report.getValue() != null;
  }

  /// What stands in the report besides the result.
  Evidence.Matter matter() {
    return new Evidence.Matter(
        Optional.ofNullable(caseNumber.getValue()), Optional.ofNullable(examiner.getValue()));
  }

  /// Refuses what could not be written in the end, before the work begins.
  ///
  /// @param more what the command reads besides what it was given: the report must be none of it
  void refuseForbidden(List<Path> more) throws IOException, CommandFailure {
    refuseOtherName();
    OutputFile.refuseForbidden(name, file(), existing(), inputs(more));
  }

  /// Refuses a name of which one would expect something else than a page: text, or JSON.
  private void refuseOtherName() throws CommandFailure {
    String given = file().toString();
    String lower = given.toLowerCase(Locale.ROOT);
    if (!lower.endsWith(".html") && !lower.endsWith(".htm")) {
      throw new CommandFailure(
          ExitCode.OUTPUT,
          "[" + given + "] does not end in .html, and the report is an HTML page",
          "name it so: " + name + " " + ShellWord.of(withoutEnding(given) + ".html"));
    }
  }

  private static String withoutEnding(String path) {
    int dot = path.lastIndexOf('.');
    boolean isEnding = dot > path.lastIndexOf('/') + 1;
    return isEnding ? path.substring(0, dot) : path;
  }

  /// Refuses what says something about a report when none is wanted.
  void refuseAlone() throws CommandFailure {
    for (OptionSpec option : List.of(caseNumber, examiner, force)) {
      if (option.getValue() != null && !Boolean.FALSE.equals(option.getValue())) {
        throw new CommandFailure(
            ExitCode.USAGE,
            option.longestName() + " is about a report, and none is asked for",
            "add it: " + name + " report.html");
      }
    }
  }

  /// Refuses to go on without a report.
  void requireReport() throws CommandFailure {
    if (!isWanted()) {
      throw new CommandFailure(
          ExitCode.USAGE, name + " is missing", "name the report: " + name + " report.html");
    }
  }

  /// Writes the report, and says so.
  void write(HtmlReport content, List<Path> more, CommandIo io) throws IOException {
    try (OutputFile target = OutputFile.create(name, file(), existing(), inputs(more))) {
      target.write(ByteBuffer.wrap(HtmlPage.of(content)), 0);
      target.commit();
    }
    io.err().println("report written to " + SafeText.forTerminal(ShellWord.of(file().toString())));
    io.err().flush();
  }

  private List<Path> inputs(List<Path> more) {
    List<Path> inputs = new ArrayList<>(more);
    command.ifPresent(spec -> inputs.addAll(InputPaths.of(spec, report)));
    return inputs;
  }

  /// The file that was named.
  Path file() {
    return report.getValue();
  }

  private OutputFile.Existing existing() {
    return Declaration.isGiven(force) ? OutputFile.Existing.REPLACE : OutputFile.Existing.REFUSE;
  }
}
