package dev.snapseal.tools.command;

import dev.snapseal.tools.audit.ResourcePolicy;
import dev.snapseal.tools.caseindex.CaseIndex;
import dev.snapseal.tools.caseindex.Evidence;
import dev.snapseal.tools.caseindex.ExposureSummary;
import dev.snapseal.tools.report.CaseExposedJson;
import dev.snapseal.tools.report.CaseExposedText;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `snapseal case DIR exposed`.
final class CaseExposedCommand implements Callable<Integer> {
  static final String NAME = "exposed";

  private final CommandIo io;
  private final CaseCommand parent;
  private final OutputOptions output = new OutputOptions();
  private final OptionSpec policy = CaseCommand.policyOption();

  CaseExposedCommand(CommandIo io, CaseCommand parent) {
    this.io = io;
    this.parent = parent;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            NAME,
            this,
            "List every Secret that was readable in any backup.",
            "From when to when, and whether its data were changed since.");
    spec.usageMessage()
        .customSynopsis(CaseCommand.synopsis(NAME, ""))
        .footer(
            "",
            "Examples:",
            "  snapseal case incident-7 exposed",
            "  snapseal case incident-7 exposed --policy secrets,configmaps",
            "  snapseal case incident-7 exposed -o json |",
            "    jq -r '.exposed[] | select(.stillToBeRotated != false) | .key'",
            "",
            "Exit codes: 0 nothing was readable, 1 something was,",
            "3 a part of a backup is not in the case.");
    spec.addOption(policy);
    output.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    try (CaseIndex index = CaseIndex.openToRead(parent.folder())) {
      List<Evidence> evidences = index.evidences();
      ResourcePolicy resources = CaseCommand.policy(policy);
      ExposureSummary summary = write(startedAt, index, evidences, resources);
      return CaseCommand.exitCode(summary, evidences, resources).number();
    }
  }

  private ExposureSummary write(
      Instant startedAt, CaseIndex index, List<Evidence> evidences, ResourcePolicy resources)
      throws IOException, CommandFailure {
    return switch (output.format()) {
      case text ->
          CaseExposedText.write(
              io.out(),
              parent.folder().toString(),
              evidences,
              resources,
              visitor -> index.exposed(resources, visitor),
              io.terminal().outputColumns());
      case json ->
          CaseExposedJson.write(
              io.out(),
              startedAt,
              evidences,
              resources,
              visitor -> index.exposed(resources, visitor));
    };
  }
}
