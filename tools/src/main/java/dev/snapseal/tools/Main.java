package dev.snapseal.tools;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line's entry: everything but the exit itself happens in [#run].
@Command(
    name = "snapseal",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Offline encryption and forensics for etcd backups of Kubernetes clusters.")
public final class Main {
  private Main() {}

  static void main(String[] args) {
    System.exit(run(args, System.in, System.out, System.err));
  }

  /// Runs one command and answers with its exit code.
  ///
  /// @param in standard input, for the commands that take `-`
  public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .execute(args);
  }
}
