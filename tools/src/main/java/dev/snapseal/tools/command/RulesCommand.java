package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.audit.AuditRule;
import dev.snapseal.tools.report.JsonReport;
import dev.snapseal.tools.report.TextTable;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;
import tools.jackson.core.JsonGenerator;

/// `snapseal rules`.
@Command(
    name = "rules",
    description = "List what an audit looks for: id, severity, meaning and remedy.",
    footer = {"", "Examples:", "  snapseal rules", "  snapseal rules -o json"})
final class RulesCommand implements Callable<Integer> {
  @ParentCommand private SnapsealCommand snapseal;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    switch (output.format()) {
      case text -> text();
      case json ->
          JsonReport.write(
              snapseal.io().out(),
              "snapseal.rules/1",
              Instant.now(),
              List.of(),
              RulesCommand::json);
    }
    return ExitCode.DONE.number();
  }

  private void text() {
    TextTable table = new TextTable("ID", "SEVERITY", "NAME", "MEANING");
    for (AuditRule rule : AuditRule.values()) {
      table.row(rule.id(), rule.severity().jsonName(), rule.ruleName(), rule.message());
    }
    table.print(snapseal.io().out(), snapseal.io().terminal().outputColumns());
    snapseal.io().out().flush();
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
