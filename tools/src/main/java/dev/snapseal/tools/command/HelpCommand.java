package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.report.TextTable;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `snapseal help`: of a command, or of the topic `exit-codes`.
@Command(
    name = "help",
    description = "Show the help of a command, or of the topic exit-codes.",
    footer = {"", "Examples:", "  snapseal help audit", "  snapseal help exit-codes"})
final class HelpCommand implements Callable<Integer> {
  private static final String EXIT_CODES = "exit-codes";

  @ParentCommand private SnapsealCommand snapseal;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TOPIC", arity = "0..1", description = "A command, or exit-codes.")
  private Optional<String> topic;

  @Override
  public Integer call() throws CommandFailure {
    CommandLine root = spec.parent().commandLine();
    if (topic.isEmpty()) {
      root.usage(snapseal.io().out());
      return ExitCode.DONE.number();
    }
    if (topic.get().equals(EXIT_CODES)) {
      exitCodes();
      return ExitCode.DONE.number();
    }
    CommandLine command = root.getSubcommands().get(topic.get());
    if (command == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no command or topic '" + topic.get() + "'",
          "'snapseal --help' lists the commands; the other topic is exit-codes");
    }
    command.usage(snapseal.io().out());
    return ExitCode.DONE.number();
  }

  private void exitCodes() {
    TextTable table = new TextTable(">CODE", "MEANS");
    for (ExitCode code : ExitCode.values()) {
      table.row(Integer.toString(code.number()), code.meaning());
    }
    table.print(snapseal.io().out(), "");
    snapseal.io().out().println("Of several, the highest number wins.");
    snapseal.io().out().flush();
  }
}
