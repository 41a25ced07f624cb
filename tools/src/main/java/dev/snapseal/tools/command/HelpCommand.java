package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.report.TextTable;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `snapseal help`: of a command, or of the topic `exit-codes`.
final class HelpCommand implements Callable<Integer> {
  private static final String EXIT_CODES = "exit-codes";

  private final CommandIo io;
  private final PositionalParamSpec topic =
      PositionalParamSpec.builder()
          .index("0")
          .arity("0..1")
          .type(String.class)
          .paramLabel("TOPIC")
          .description("A command, or exit-codes.")
          .build();
  private final OptionSpec man =
      Declaration.flag("--man")
          .description("Print the manual page, in the macros of man(7).")
          .build();

  HelpCommand(CommandIo io) {
    this.io = io;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "help", this, "Show the help of a command, or of the topic exit-codes.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  snapseal help audit",
            "  snapseal help exit-codes",
            "  snapseal help --man audit | man -l -",
            "  snapseal help --man > /usr/local/share/man/man1/snapseal.1");
    spec.addPositional(topic).addOption(man);
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() throws CommandFailure {
    CommandLine root = SnapsealCommand.commandLine(io);
    if (topic().isPresent() && topic().get().equals(EXIT_CODES)) {
      exitCodes();
    } else {
      show(topic().isEmpty() ? root : command(root, topic().get()));
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
    if (Declaration.isGiven(man)) {
      io.out().print(ManPage.of(command.getCommandSpec()));
      io.out().flush();
    } else {
      command.usage(io.out());
    }
  }

  private void exitCodes() {
    TextTable table = new TextTable(">CODE", "MEANS");
    for (ExitCode code : ExitCode.values()) {
      table.row(Integer.toString(code.number()), code.meaning());
    }
    table.print(io.out(), io.terminal().outputColumns());
    io.out().println("Of several, the highest number wins.");
    io.out().flush();
  }

  private Optional<String> topic() {
    return Optional.ofNullable(topic.getValue());
  }
}
