package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `snapseal`: holds the commands and the streams they share.
@Command(
    name = "snapseal",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Says what somebody who holds an etcd backup of a Kubernetes cluster could read.")
public final class SnapsealCommand implements Callable<Integer> {
  private final CommandIo io;
  @Spec private CommandSpec spec;

  private SnapsealCommand(CommandIo io) {
    this.io = io;
  }

  /// Runs one command and answers with its exit code; nothing is thrown.
  public static int run(CommandIo io, String... args) {
    try {
      return commandLine(io).execute(args);
    } catch (InternalError | OutOfMemoryError | StackOverflowError fault) {
      return new FailurePrinter(io).handleError(fault);
    }
  }

  /// The whole command line, writing to the given streams.
  static CommandLine commandLine(CommandIo io) {
    CommandLine line = new CommandLine(new SnapsealCommand(io));
    line.addSubcommand(new AuditCommand())
        .addSubcommand(new InfoCommand())
        .addSubcommand(new KeysCommand())
        .addSubcommand(new GetCommand())
        .addSubcommand(new HistoryCommand())
        .addSubcommand(new CheckCommand())
        .addSubcommand(new RulesCommand())
        .addSubcommand(new CompletionCommand())
        .addSubcommand(new HelpCommand());
    line.getSubcommands().values().forEach(command -> layOut(command.getCommandSpec()));
    FailurePrinter failures = new FailurePrinter(io);
    line.setOut(io.out())
        .setErr(io.err())
        .setCaseInsensitiveEnumValuesAllowed(false)
        .setOverwrittenOptionsAllowed(false)
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            io.terminal().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    return line;
  }

  private static void layOut(CommandSpec command) {
    command
        .usageMessage()
        .abbreviateSynopsis(true)
        .parameterListHeading("%n")
        .optionListHeading("%nOptions:%n");
  }

  CommandIo io() {
    return io;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(io.err());
    return ExitCode.USAGE.number();
  }
}
