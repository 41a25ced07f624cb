package dev.snapseal.tools.command;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.ExposureSummary;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal case DIR`: holds the actions, which follow the folder.
final class CaseCommand implements Callable<Integer> {
  private static final String NAME = "case";

  private final CommandIo io;
  private final FailurePrinter failures;

  /// Not required, so that the help of an action can be asked for without it.
  private final PositionalParamSpec folder =
      PositionalParamSpec.builder()
          .index("0")
          .arity("0..1")
          .type(String.class)
          .paramLabel("DIR")
          .description("Folder of the case; 'add' makes it. It holds an index and its key.")
          .build();

  CaseCommand(CommandIo io, FailurePrinter failures) {
    this.io = io;
    this.failures = failures;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            NAME,
            this,
            "Index many backups: what was readable, when, and is it changed?",
            "Values are kept as keyed fingerprints; names, sizes and times in the clear.");
    spec.usageMessage()
        .customSynopsis("snapseal case DIR ACTION [OPTIONS] [FILE|KEY]...")
        .commandListHeading("%nActions:%n")
        .footer(
            "",
            "Examples:",
            "  snapseal case incident-7 add backups/*.db --config encryption-config.yaml",
            "  snapseal case incident-7 timeline",
            "  snapseal case incident-7 timeline secret/prod/db",
            "  snapseal case incident-7 exposed -o json > to-rotate.json",
            "  snapseal case incident-7 report --output incident-7.html",
            "",
            "Help of an action: snapseal case add --help");
    spec.addPositional(folder)
        .addSubcommand(CaseAddCommand.NAME, new CaseAddCommand(io, failures, this).spec())
        .addSubcommand(CaseTimelineCommand.NAME, new CaseTimelineCommand(io, this).spec())
        .addSubcommand(CaseExposedCommand.NAME, new CaseExposedCommand(io, this).spec())
        .addSubcommand(CaseReportCommand.NAME, new CaseReportCommand(io, failures, this).spec());
    return Declaration.standardOptions(spec);
  }

  /// The folder that was given.
  Path folder() throws CommandFailure {
    if (folder.getValue() == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "DIR is missing: the folder of the case comes before the action",
          "for example: snapseal case incident-7 add db.snapshot");
    }
    try {
      return Path.of(folder.<String>getValue());
    } catch (InvalidPathException e) {
      throw new CommandFailure(ExitCode.USAGE, "DIR is not a path: " + e.getReason());
    }
  }

  /// The beginning of the help of an action.
  static String synopsis(String action, String rest) {
    return "snapseal case DIR " + action + " [OPTIONS]" + rest;
  }

  /// What must not be readable, for the actions that judge.
  static OptionSpec policyOption() {
    return Declaration.values("RESOURCE", "--policy")
        .splitRegex(",")
        .description(
            "Resources that must be encrypted, such as secrets,configmaps,*.apps.",
            "Default: secrets.")
        .build();
  }

  /// What the option says.
  static ResourcePolicy policy(OptionSpec option) throws CommandFailure {
    List<GroupResource> given = Declaration.resources(option);
    return given.isEmpty() ? ResourcePolicy.SECRETS : new ResourcePolicy(given);
  }

  /// What an action ends with that judged the case.
  static ExitCode exitCode(
      ExposureSummary summary, List<Evidence> evidences, ResourcePolicy policy) {
    ExitCode code = summary.exposed() > 0 ? ExitCode.FOUND : ExitCode.DONE;
    boolean isWhole = evidences.stream().allMatch(evidence -> evidence.gaps().isNoneOf(policy));
    return isWhole ? code : code.or(ExitCode.PARTIAL);
  }

  @Override
  public Integer call() throws CommandFailure {
    folder();
    throw new CommandFailure(
        ExitCode.USAGE,
        "what to do with the case is missing",
        "such as: " + failures.given().plus(CaseTimelineCommand.NAME),
        "the actions: snapseal case --help");
  }
}
