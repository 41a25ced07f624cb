package dev.snapseal.tools.command;

import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.snapshot.CorruptSnapshotException;
import dev.snapseal.snapshot.StructureRule;
import dev.snapseal.snapshot.layout.DifferenceException;
import dev.snapseal.snapshot.layout.SourceChangedException;
import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.age.AgeException;
import dev.snapseal.tools.caseindex.CaseException;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.InputException;
import dev.snapseal.tools.output.OutputException;
import dev.snapseal.tools.report.FailedValueText;
import dev.snapseal.tools.report.SafeText;
import dev.snapseal.tools.rewrite.RewriteRefusedException;
import dev.snapseal.tools.rewrite.UnopenedValuesException;
import dev.snapseal.tools.rewrite.WithoutRuleException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Turns what a command throws into `error:` and `hint:` lines and an exit code.
final class FailurePrinter implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final String UNSAFE_ACCESS = "unsafe memory access";

  private final CommandIo io;

  private final GivenCommand given;

  FailurePrinter(CommandIo io, GivenCommand given) {
    this.io = io;
    this.given = given;
  }

  /// The command whose failures these are.
  GivenCommand given() {
    return given;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    return print(failure).number();
  }

  /// Names inputs that gave no result.
  ///
  /// @return the highest of their codes, [ExitCode#DONE] if there are none
  ExitCode print(List<FailedInput> failures) {
    return failures.stream()
        .map(failure -> print(failure.cause()))
        .reduce(ExitCode.DONE, ExitCode::or);
  }

  private ExitCode print(Exception failure) {
    return switch (failure) {
      case CommandFailure own when own.getCause() instanceof AgeException age ->
          print(own.exitCode(), own.getMessage(), new AgeKeyHints(age, given).hints());
      case CommandFailure own -> print(own.exitCode(), own.getMessage(), own.hints());
      case CorruptSnapshotException corrupt ->
          print(
              ExitCode.DAMAGED,
              corrupt.getMessage(),
              corruptHints(
                  corrupt,
                  "every broken rule: snapseal check "
                      + (corrupt.rule() == StructureRule.KEY_VALUE ? "--values " : "")
                      + ShellWord.of(given.argumentOf(corrupt.file()))
                      + given.identities()));
      case InputException input -> input(new InputHints(input, given));
      case OutputException output ->
          print(
              ExitCode.OUTPUT,
              output.getMessage(),
              Stream.of(output.hint()).filter(hint -> !hint.isEmpty()).toList());
      case CaseException inCase -> inCase(new CaseHints(inCase, given));
      case UnopenedValuesException unopened -> unopened(unopened);
      case WithoutRuleException without ->
          print(
              ExitCode.OUTPUT,
              without.getMessage(),
              List.of(
                  "add a rule for them to the new configuration",
                  "or let them become plaintext: " + given.withFlag("--allow-plaintext")));
      case RewriteRefusedException refused ->
          print(
              ExitCode.OUTPUT,
              refused.getMessage(),
              List.of(
                  "its revisions: snapseal info "
                      + ShellWord.of(given.argumentOf(refused.file()))
                      + given.identities()));
      case DifferenceException difference ->
          print(
              ExitCode.INTERNAL,
              "the new snapshot is not what it should be, and was removed: "
                  + difference.getMessage(),
              List.of("please report it, with the output of 'snapseal --version'"));
      case SourceChangedException changed ->
          print(
              ExitCode.DAMAGED,
              changed.getMessage(),
              List.of("copy the file to a place where nothing writes to it, then run this again"));
      case KmsPluginException kms -> print(ExitCode.KEY, kms.getMessage(), pluginHints(kms));
      default -> internal(failure);
    };
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    UsageFailure usage = new UsageFailure(failure, given);
    return print(ExitCode.USAGE, usage.message(), List.of(usage.hint())).number();
  }

  /// A plugin that is not there takes no new key.
  private static List<String> pluginHints(KmsPluginException kms) {
    boolean isAway = kms.reason() == KmsPluginException.Reason.UNREACHABLE;
    String first =
        isAway && !kms.socket().isEmpty()
            ? "is its socket there, and may you use it: ls -l " + ShellWord.of(kms.socket())
            : "if it is taking a new key, wait until it has, then run this again";
    return List.of(first, "or name another socket with --kms NAME=unix:///path/to/plugin.sock");
  }

  private static List<String> corruptHints(CorruptSnapshotException corrupt, String check) {
    return corrupt.rule() == StructureRule.FILE_TRUNCATED
        ? List.of("compare its size with the original's, and copy it again", check)
        : List.of(check);
  }

  private ExitCode unopened(UnopenedValuesException unopened) {
    io.out().flush();
    FailedValueText.write(io.err(), unopened.failures(), unopened.count());
    if (unopened.plaintext() == unopened.count()) {
      return print(
          ExitCode.KEY,
          unopened.getMessage() + "; nothing was written",
          List.of(
              "if they are Kubernetes', name their prefix, or their resource in a rule: "
                  + given.plus("--etcd-prefix", "/PREFIX"),
              "if nobody minds that they stay plaintext: "
                  + given.withOption("--on-error", "keep")));
    }
    return print(
        ExitCode.KEY,
        unopened.getMessage() + "; nothing was written",
        List.of(
            unopened.pluginLacks()
                ? "start the KMS plugin, or name its socket: "
                    + given.plus("--kms", "NAME=unix:///path/to/plugin.sock")
                : "name the configuration that has their key as well: "
                    + given.plus("--config", "FILE"),
            "which keys open what: snapseal keys "
                + ShellWord.of(given.argumentOf(unopened.file()))
                + given.options("--config", "--token-file", "--kms")
                + given.identities(),
            "if it is a few that cannot be helped, they stay as they are: "
                + given.withOption("--on-error", "keep")));
  }

  private ExitCode inCase(CaseHints hints) {
    return print(hints.exitCode(), hints.failure().getMessage(), List.of(hints.hint()));
  }

  private ExitCode input(InputHints hints) {
    return print(hints.exitCode(), hints.failure().getMessage(), hints.hints());
  }

  /// A fault of the machine: the file changed under the mapping, or memory ran out.
  int handleError(Error fault) {
    ExitCode code =
        switch (fault) {
          case InternalError lost
              when lost.getMessage() != null && lost.getMessage().contains(UNSAFE_ACCESS) ->
              print(
                  ExitCode.DAMAGED,
                  "an input became shorter while it was read",
                  List.of(
                      "copy the file to a place where nothing writes to it, then run this again"));
          case OutOfMemoryError _ ->
              print(
                  ExitCode.INTERNAL,
                  "out of memory",
                  List.of("give Java more: SNAPSEAL_JAVA_OPTS=-Xmx2g snapseal ..."));
          default -> internal(fault);
        };
    return code.number();
  }

  /// No stack trace: its message could hold what a backup holds.
  private ExitCode internal(Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    String where = trace.length == 0 ? "nowhere" : trace[0].toString();
    return print(
        ExitCode.INTERNAL,
        "a fault of Snapseal's own: " + fault.getClass().getName() + " at " + where,
        List.of("please report it, with the output of 'snapseal --version'"));
  }

  private ExitCode print(ExitCode code, String message, List<String> hints) {
    io.out().flush();
    io.err().println("error: " + SafeText.forTerminal(String.valueOf(message)));
    hints.forEach(hint -> io.err().println("hint:  " + SafeText.forTerminal(hint)));
    io.err().flush();
    return code;
  }

  /// Why a file could not be read, in words.
  static String reason(Exception failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case CharacterCodingException _ -> "not UTF-8 text";
      default -> failure.getClass().getSimpleName();
    };
  }
}
