package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.Version;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
    description = {
      "Says what somebody who holds an etcd backup of a Kubernetes cluster could read.",
      "Begin with: snapseal audit FILE"
    })
public final class SnapsealCommand implements Callable<Integer> {
  /// In the order in which help lists them.
  private static final List<Supplier<Callable<Integer>>> COMMANDS =
      List.of(
          AuditCommand::new,
          InfoCommand::new,
          KeysCommand::new,
          GetCommand::new,
          HistoryCommand::new,
          CheckCommand::new,
          RulesCommand::new,
          CompletionCommand::new,
          HelpCommand::new);

  /// Widths that help is laid out for: narrower than the first picocli cannot, and lines longer
  /// than the other are no easier to read.
  private static final int HELP_LEAST = 55;

  private static final int HELP_MOST = 80;

  private final CommandIo io;
  @Spec private CommandSpec spec;

  private SnapsealCommand(CommandIo io) {
    this.io = io;
  }

  /// Runs one command and answers with its exit code; nothing is thrown.
  public static int run(CommandIo io, String... args) {
    try {
      return commandLine(io, named(args)).execute(args);
    } catch (InternalError | OutOfMemoryError | StackOverflowError fault) {
      return new FailurePrinter(io).handleError(fault);
    }
  }

  /// The whole command line, writing to the given streams.
  static CommandLine commandLine(CommandIo io) {
    return commandLine(io, COMMANDS);
  }

  /// Only the command that the first argument names, if it names one: reading the declarations of
  /// all takes a third of the time to start.
  private static List<Supplier<Callable<Integer>>> named(String... args) {
    return switch (args.length == 0 ? "" : args[0]) {
      case "audit" -> List.of(AuditCommand::new);
      case "info" -> List.of(InfoCommand::new);
      case "keys" -> List.of(KeysCommand::new);
      case "get" -> List.of(GetCommand::new);
      case "history" -> List.of(HistoryCommand::new);
      case "check" -> List.of(CheckCommand::new);
      case "rules" -> List.of(RulesCommand::new);
      default -> COMMANDS;
    };
  }

  private static CommandLine commandLine(CommandIo io, List<Supplier<Callable<Integer>>> commands) {
    CommandLine line = new CommandLine(new SnapsealCommand(io));
    commands.forEach(command -> line.addSubcommand(command.get()));
    line.getSubcommands().values().forEach(command -> layOut(command.getCommandSpec()));
    FailurePrinter failures = new FailurePrinter(io);
    line.setOut(io.out())
        .setErr(io.err())
        .setCaseInsensitiveEnumValuesAllowed(false)
        .setOverwrittenOptionsAllowed(false)
        .setUsageHelpWidth(Math.clamp(io.terminal().outputColumns(), HELP_LEAST, HELP_MOST))
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
