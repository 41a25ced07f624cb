package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// `snapseal`: holds the commands.
public final class SnapsealCommand implements Callable<Integer> {
  /// In the order in which help lists them.
  private static final Map<String, Function<CommandIo, CommandSpec>> COMMANDS = commands();

  private final CommandIo io;

  private SnapsealCommand(CommandIo io) {
    this.io = io;
  }

  private static Map<String, Function<CommandIo, CommandSpec>> commands() {
    Map<String, Function<CommandIo, CommandSpec>> commands = new LinkedHashMap<>();
    commands.put("audit", io -> new AuditCommand(io).spec());
    commands.put("info", io -> new InfoCommand(io).spec());
    commands.put("keys", io -> new KeysCommand(io).spec());
    commands.put("get", io -> new GetCommand(io).spec());
    commands.put("history", io -> new HistoryCommand(io).spec());
    commands.put("check", io -> new CheckCommand(io).spec());
    commands.put("rules", io -> new RulesCommand(io).spec());
    commands.put("completion", io -> new CompletionCommand(io).spec());
    commands.put("help", io -> new HelpCommand(io).spec());
    return commands;
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

  /// Only the command that the first argument names, if it names one: to declare all of them takes
  /// a while at every start.
  private static Map<String, Function<CommandIo, CommandSpec>> named(String... args) {
    Function<CommandIo, CommandSpec> command = args.length == 0 ? null : COMMANDS.get(args[0]);
    return command == null ? COMMANDS : Map.of(args[0], command);
  }

  private static CommandLine commandLine(
      CommandIo io, Map<String, Function<CommandIo, CommandSpec>> commands) {
    CommandLine line = new CommandLine(new SnapsealCommand(io).spec());
    commands.forEach((name, declare) -> line.addSubcommand(name, declare.apply(io)));
    FailurePrinter failures = new FailurePrinter(io);
    return line.setOut(io.out())
        .setErr(io.err())
        .setCaseInsensitiveEnumValuesAllowed(false)
        .setOverwrittenOptionsAllowed(false)
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                io.terminal().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
  }

  private CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "snapseal",
            this,
            "Says what somebody who holds an etcd backup of a Kubernetes cluster could read.");
    spec.usageMessage()
        .abbreviateSynopsis(false)
        .parameterListHeading("")
        .optionListHeading("")
        .commandListHeading("Commands:%n");
    return Declaration.standardOptions(spec);
  }

  @Override
  public Integer call() {
    commandLine(io).usage(io.err());
    return ExitCode.USAGE.number();
  }
}
