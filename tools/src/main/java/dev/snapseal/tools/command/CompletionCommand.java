package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `snapseal completion`.
@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh.",
    footer = {
      "",
      "Examples:",
      "  source <(snapseal completion)",
      "  snapseal completion > /etc/bash_completion.d/snapseal",
      "",
      "The same script serves both shells; in zsh, put the first line into ~/.zshrc."
    })
final class CompletionCommand implements Callable<Integer> {
  @ParentCommand private SnapsealCommand snapseal;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    snapseal.io().out().print(AutoComplete.bash("snapseal", spec.parent().commandLine()));
    snapseal.io().out().flush();
    return ExitCode.DONE.number();
  }
}
