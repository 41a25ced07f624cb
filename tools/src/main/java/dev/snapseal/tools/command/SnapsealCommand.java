package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// `snapseal`: holds the commands.
public final class SnapsealCommand implements Callable<Integer> {
  /// In the order in which help lists them.
  private static final Map<String, Declaring> COMMANDS = commands();

  /// Widths that help is laid out for: narrower than the first picocli cannot, and lines longer
  /// than the other are no easier to read.
  private static final int HELP_LEAST = 55;

  private static final int HELP_MOST = 80;

  /// Declares one command.
  @FunctionalInterface
  private interface Declaring {
    CommandSpec spec(CommandIo io, FailurePrinter failures);
  }

  private final CommandIo io;

  private SnapsealCommand(CommandIo io) {
    this.io = io;
  }

  private static Map<String, Declaring> commands() {
    Map<String, Declaring> commands = new LinkedHashMap<>();
    commands.put("audit", (io, failures) -> new AuditCommand(io, failures).spec());
    commands.put("info", (io, _) -> new InfoCommand(io).spec());
    commands.put("keys", (io, failures) -> new KeysCommand(io, failures).spec());
    commands.put("needs", (io, failures) -> new NeedsCommand(io, failures).spec());
    commands.put("get", (io, failures) -> new GetCommand(io, failures.given()).spec());
    commands.put("history", (io, failures) -> new HistoryCommand(io, failures.given()).spec());
    commands.put("export", (io, failures) -> new ExportCommand(io, failures.given()).spec());
    commands.put("diff", (io, _) -> new DiffCommand(io).spec());
    commands.put("check", (io, _) -> new CheckCommand(io).spec());
    commands.put("sweep", (io, failures) -> new SweepCommand(io, failures).spec());
    for (RewriteKind kind : RewriteKind.values()) {
      commands.put(
          kind.commandName(),
          (io, failures) -> new RewriteCommand(kind, io, failures.given()).spec());
    }
    commands.put("salvage", (io, failures) -> new SalvageCommand(io, failures.given()).spec());
    commands.put("seal", (io, failures) -> new SealCommand(io, failures.given()).spec());
    commands.put("open", (io, failures) -> new OpenCommand(io, failures.given()).spec());
    commands.put("capture", (io, failures) -> new CaptureCommand(io, failures.given()).spec());
    commands.put("drill", (io, failures) -> new DrillCommand(io, failures).spec());
    commands.put("case", (io, failures) -> new CaseCommand(io, failures).spec());
    commands.put("rules", (io, _) -> new RulesCommand(io).spec());
    commands.put("completion", (io, _) -> new CompletionCommand(io).spec());
    commands.put("help", (io, _) -> new HelpCommand(io).spec());
    return commands;
  }

  /// Runs one command and answers with its exit code; nothing is thrown.
  public static int run(CommandIo io, String... args) {
    FailurePrinter failures = new FailurePrinter(io, new GivenCommand(List.of(args)));
    try {
      return commandLine(io, failures, named(args)).execute(args);
    } catch (InternalError | OutOfMemoryError | StackOverflowError fault) {
      return failures.handleError(fault);
    }
  }

  /// The whole command line, writing to the given streams.
  static CommandLine commandLine(CommandIo io) {
    return commandLine(io, new FailurePrinter(io, new GivenCommand(List.of())), COMMANDS);
  }

  /// Only the command that the first argument names, if it names one: to declare all of them takes
  /// a while at every start.
  private static Map<String, Declaring> named(String... args) {
    Declaring command = args.length == 0 ? null : COMMANDS.get(args[0]);
    return command == null ? COMMANDS : Map.of(args[0], command);
  }

  private static CommandLine commandLine(
      CommandIo io, FailurePrinter failures, Map<String, Declaring> commands) {
    CommandLine line = new CommandLine(new SnapsealCommand(io).spec());
    commands.forEach((name, declare) -> line.addSubcommand(name, declare.spec(io, failures)));
    return line.setOut(io.out())
        .setErr(io.err())
        .setCaseInsensitiveEnumValuesAllowed(false)
        .setOverwrittenOptionsAllowed(false)
        .setUsageHelpWidth(Math.clamp(io.terminal().outputColumns(), HELP_LEAST, HELP_MOST))
        .setExpandAtFiles(false)
        .setExecutionStrategy(SnapsealCommand::runLast)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                io.terminal().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
  }

  /// What reads standard input second would find it empty.
  private static int runLast(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (InputPaths.standardInputs(last.commandSpec()) > 1) {
      throw new ParameterException(
          last.commandSpec().commandLine(), "standard input (-) can be only one of the files");
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private CommandSpec spec() {
    CommandSpec spec =
        Declaration.command(
            "snapseal",
            this,
            "Says what somebody who holds an etcd backup of a Kubernetes cluster could read.",
            "Begin with: snapseal audit FILE");
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
