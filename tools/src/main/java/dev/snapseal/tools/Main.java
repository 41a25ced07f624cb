package dev.snapseal.tools;

import dev.snapseal.tools.command.CommandIo;
import dev.snapseal.tools.command.SnapsealCommand;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// The command line's entry: everything but the exit itself happens in [#run].
public final class Main {
  private Main() {}

  static void main(String[] args) {
    ClosedWeb.takeOver();
    Interruption.announce(System.err);
    int code = run(args, System.in, System.out, System.err, Terminal.detect());
    // Not System.exit: that looks for a logger first, in every jar of the class path.
    Runtime.getRuntime().halt(code);
  }

  /// Runs one command that no terminal watches.
  ///
  /// @param in standard input, for the commands that take `-`
  /// @return the exit code
  public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    return run(args, in, out, err, Terminal.NONE);
  }

  static int run(
      String[] args, InputStream in, PrintStream out, PrintStream err, Terminal terminal) {
    PrintWriter output = new PrintWriter(out, false, StandardCharsets.UTF_8);
    PrintWriter error = new PrintWriter(err, true, StandardCharsets.UTF_8);
    int code = SnapsealCommand.run(new CommandIo(in, output, error, out, terminal), args);
    output.flush();
    if (output.checkError() || out.checkError()) {
      // A command that has found it out itself has said so.
      if (code != ExitCode.OUTPUT.number()) {
        error.println("error: standard output could not be written");
      }
      return ExitCode.OUTPUT.number();
    }
    return code;
  }
}
