package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import java.util.List;

/// A command cannot do what it was asked: what is wrong, the exit code, and what to do next.
final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<String> hints;

  CommandFailure(ExitCode exitCode, String message, String... hints) {
    super(message);
    this.exitCode = exitCode;
    this.hints = List.of(hints);
  }

  /// One whose hints depend on the cause.
  static CommandFailure of(ExitCode exitCode, Exception cause) {
    CommandFailure failure = new CommandFailure(exitCode, cause.getMessage());
    failure.initCause(cause);
    return failure;
  }

  ExitCode exitCode() {
    return exitCode;
  }

  List<String> hints() {
    return hints;
  }
}
