package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.report.JsonReport;
import dev.snapseal.tools.report.TextTable;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.JsonGenerator;

/// `snapseal rules`.
final class RulesCommand implements Callable<Integer> {
  private final CommandIo io;
  private final OutputOptions output = new OutputOptions();

  RulesCommand(CommandIo io) {
    this.io = io;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "rules", this, "List what an audit looks for: id, severity, meaning and remedy.");
    spec.usageMessage().footer("", "Examples:", "  snapseal rules", "  snapseal rules -o json");
    output.addTo(spec);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() {
    switch (output.format()) {
      case text -> text();
      case json ->
          JsonReport.write(
              io.out(), "snapseal.rules/1", Instant.now(), List.of(), RulesCommand::json);
    }
    return ExitCode.DONE.number();
  }

  private void text() {
    TextTable table = new TextTable("ID", "SEVERITY", "NAME", "MEANING");
    for (AuditRule rule : AuditRule.values()) {
      table.row(rule.id(), rule.severity().jsonName(), rule.ruleName(), rule.message());
    }
    table.print(io.out(), io.terminal().outputColumns());
    io.out().flush();
  }

  private static void json(JsonGenerator json) {
    json.writeArrayPropertyStart("rules");
    for (AuditRule rule : AuditRule.values()) {
      json.writeStartObject();
      json.writeStringProperty("rule", rule.id());
      json.writeStringProperty("name", rule.ruleName());
      json.writeStringProperty("severity", rule.severity().jsonName());
      json.writeStringProperty("message", rule.message());
      json.writeStringProperty("remedy", rule.remedy());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
