package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/// `snapseal completion`.
final class CompletionCommand implements Callable<Integer> {
  private final CommandIo io;

  CompletionCommand(CommandIo io) {
    this.io = io;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Declaration.command("completion", this, "Print a completion script for bash and zsh.");
    spec.usageMessage()
        .footer(
            "",
            "Examples:",
            "  source <(snapseal completion)",
            "  snapseal completion > /etc/bash_completion.d/snapseal",
            "",
            "The same script serves both shells; in zsh, put the first line into ~/.zshrc.");

    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() {
    io.out().print(AutoComplete.bash("snapseal", SnapsealCommand.commandLine(io)));
    io.out().flush();
    return ExitCode.DONE.number();
  }
}
