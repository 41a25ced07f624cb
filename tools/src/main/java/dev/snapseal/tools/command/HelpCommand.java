package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.report.TextTable;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `snapseal help`: of a command, or of the topic `exit-codes`.
@Command(
    name = "help",
    description = "Show the help of a command, or of the topic exit-codes.",
    footer = {
      "",
      "Examples:",
      "  snapseal help audit",
      "  snapseal help exit-codes",
      "  snapseal help --man audit | man -l -",
      "  snapseal help --man > /usr/local/share/man/man1/snapseal.1"
    })
final class HelpCommand implements Callable<Integer> {
  private static final String EXIT_CODES = "exit-codes";

  @ParentCommand private SnapsealCommand snapseal;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TOPIC", arity = "0..1", description = "A command, or exit-codes.")
  private Optional<String> topic = Optional.empty();

  @Option(names = "--man", description = "Print the manual page, in the macros of man(7).")
  private boolean man;

  @Override
  public Integer call() throws CommandFailure {
    CommandLine root = spec.parent().commandLine();
    if (topic.isPresent() && topic.get().equals(EXIT_CODES)) {
      exitCodes();
    } else {
      show(topic.isEmpty() ? root : command(root, topic.get()));
    }
    return ExitCode.DONE.number();
  }

  private static CommandLine command(CommandLine root, String name) throws CommandFailure {
    CommandLine command = root.getSubcommands().get(name);
    if (command == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no command or topic '" + name + "'",
          UsageFailure.nearest(name, root.getSubcommands().keySet())
              .map(near -> "did you mean: snapseal help " + near)
              .orElse("the commands and topics: snapseal --help, snapseal help exit-codes"));
    }
    return command;
  }

  private void show(CommandLine command) {
    if (man) {
      snapseal.io().out().print(ManPage.of(command.getCommandSpec()));
      snapseal.io().out().flush();
    } else {
      command.usage(snapseal.io().out());
    }
  }

  private void exitCodes() {
    TextTable table = new TextTable(">CODE", "MEANS");
    for (ExitCode code : ExitCode.values()) {
      table.row(Integer.toString(code.number()), code.meaning());
    }
    table.print(snapseal.io().out(), snapseal.io().terminal().outputColumns());
    snapseal.io().out().println("Of several, the highest number wins.");
    snapseal.io().out().flush();
  }
}
